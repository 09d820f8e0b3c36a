"""Cells written one by one, outside of imports: each is done or refused on its own.

Source: Anaplan, Write cells directly (help.anaplan.com, 6e870264).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from infra.local.vendors.anaplan.state.list_edits import INCOMPLETE, INCORRECT, Edit, Failure
from infra.local.vendors.anaplan.state.lists import Item
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.state.modules import LineItem, Module
from infra.local.vendors.anaplan.state.reading import Problem


def write_cells(model: Model, module: Module, rows: Sequence[object]) -> Edit:
    """Set cells; ``done`` counts those whose value is another one now."""
    edit = Edit()
    for index, row in enumerate(rows):
        outcome = _write(model, module, row if isinstance(row, dict) else {})
        if isinstance(outcome, bool):
            edit.done += outcome
        else:
            edit.failures.append(Failure(index, *outcome))
    return edit


def _write(model: Model, module: Module, row: Mapping[str, Any]) -> bool | tuple[str, str]:
    line_item, item = _line_item(module, row), _item(module, row)
    if line_item is None or item is None:
        return INCORRECT, "incorrect format -- no such line item or item"
    if line_item.formula is not None:
        return "cellIsCalculated", "The cell is calculated"
    if row.get("value") is None:
        return INCOMPLETE, "incomplete data -- value is required"
    cell = model.reader.cell(_text(row["value"]), line_item.name, line_item.format)
    if isinstance(cell, Problem):
        return INCORRECT, f"incorrect format -- column name:{line_item.name}, value:{row['value']}"
    changed = line_item.cells.get(item.id) != cell
    line_item.cells[item.id] = cell
    return changed


def _line_item(module: Module, row: Mapping[str, Any]) -> LineItem | None:
    if "lineItemName" in row:
        return module.line_items.get(str(row["lineItemName"]))
    wanted = str(row.get("lineItemId"))
    return next((one for one in module.line_items.values() if one.id == wanted), None)


def _item(module: Module, row: Mapping[str, Any]) -> Item | None:
    for given in row.get("dimensions") or []:
        if "itemId" in given:
            return module.dimension.items.get(str(given["itemId"]))
        if "itemCode" in given:
            return module.dimension.by_code(str(given["itemCode"]))
        return module.dimension.by_name(str(given.get("itemName", "")))
    return None


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
