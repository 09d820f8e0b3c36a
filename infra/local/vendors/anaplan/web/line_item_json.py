"""Line items as Anaplan writes them. Source: Anaplan, Integration API v2, line items with includeAll."""

from collections.abc import Mapping
from typing import Any

from infra.local.vendors.anaplan.state.formats import Kind
from infra.local.vendors.anaplan.state.lists import ItemList
from infra.local.vendors.anaplan.state.modules import LineItem, Module

_NUMBER = {
    "dataType": "NUMBER",
    "comparisonIncrease": "GOOD",
    "customUnits": None,
    "decimalPlaces": -1,
    "decimalSeparator": "FULL_STOP",
    "unitsDisplayType": "NONE",
    "unitsType": "NONE",
    "zeroFormat": "ZERO",
    "groupingSeparator": "NONE",
    "minimumSignificantDigits": -1,
    "negativeNumberNotation": "MINUS_SIGN",
}
_ALWAYS = {
    "summary": "None",
    "timeScale": "Not Applicable",
    "timeRange": "Not Applicable",
    "version": {"name": "Not Applicable", "id": "20000000021"},
    "style": "Normal",
    "notes": "",
    "isSummary": False,
    "formulaScope": "All Versions",
    "useSwitchover": False,
    "breakback": False,
    "broughtForward": False,
    "startOfSection": False,
}


def shown_line_item(one: LineItem, of: Module, lists: Mapping[str, ItemList], *, full: bool) -> dict[str, Any]:
    """Ids and names, and with ``full`` everything else the API tells; ``lists`` by name."""
    row: dict[str, Any] = {"moduleId": of.id, "moduleName": of.name, "id": one.id, "name": one.name}
    if full:
        row |= _ALWAYS | {
            "format": one.format.kind.value,
            "formatMetadata": _format_metadata(one, lists),
            "appliesTo": [{"id": of.dimension.id, "name": of.dimension.name}],
            "dataTags": [],
            "referencedBy": [],
            "cellCount": len(of.dimension.items),
        }
        if one.formula is not None:
            row["formula"] = one.formula.text
    return row


def _format_metadata(one: LineItem, lists: Mapping[str, ItemList]) -> dict[str, Any]:
    match one.format.kind:
        case Kind.NUMBER:
            return dict(_NUMBER)
        case Kind.TEXT:
            return {"dataType": "TEXT", "textType": "GENERAL"}
        case Kind.LIST:
            list_id = lists[one.format.list_name].id
            flags = {"selectiveAccessApplied": False, "showAll": False}
            return {"dataType": "ENTITY", "hierarchyEntityLongId": list_id} | flags
        case Kind.TIME_PERIOD:
            month = {"entityId": "MONTH", "entityLabel": "Month", "entityIndex": 0}
            return {"dataType": "TIME_ENTITY", "periodType": month}
        case _:
            return {"dataType": one.format.kind.value}
