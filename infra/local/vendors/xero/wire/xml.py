"""The same answers in XML, which Xero gives to everybody who does not ask for JSON.

Source: Xero, Requests and responses, HTTP GET ("the default response is XML").
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from infra.local.vendors.xero.wire import dates

# Lists whose elements are not simply named without the last letter.
_SINGULAR = {
    "Addresses": "Address",
    "BudgetBalances": "BudgetBalance",
    "TrackingCategories": "TrackingCategory",
    "Currencies": "Currency",
    "Tracking": "TrackingCategory",
}


def document(root: str, content: Mapping[str, Any]) -> bytes:
    """An XML document with the same names as the JSON; dates are ISO text."""
    element = Element(root)
    _fill(element, content)
    return bytes(tostring(element, encoding="utf-8", xml_declaration=True))


def _fill(element: Element, value: Any) -> None:
    match value:
        case Mapping():
            for name, part in value.items():
                _fill(SubElement(element, name), part)
        case list() | tuple():
            for part in value:
                _fill(SubElement(element, _SINGULAR.get(element.tag, element.tag[:-1])), part)
        case _:
            element.text = _text(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case Decimal():
            return format(value, "f")
        case _:
            at = dates.instant(value)
            return dates.text(at) if at else str(value)
