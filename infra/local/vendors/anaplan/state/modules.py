"""Modules: a grid of line items over the items of one list.

Cells are kept by line item, then by the id of the dimension's item: an import fills whole columns at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from infra.local.vendors.anaplan.state.formats import Cell, Format, Kind
from infra.local.vendors.anaplan.state.formulas import Formula
from infra.local.vendors.anaplan.state.lists import Item, ItemList

_EMPTY: Mapping[Kind, Cell] = {Kind.NUMBER: Decimal(0), Kind.BOOLEAN: False}  # as Anaplan shows a cell never written


@dataclass(slots=True)
class LineItem:
    """A column of cells; a calculated one has a formula and keeps no cells."""

    id: str
    name: str
    format: Format
    formula: Formula | None = None
    cells: dict[str, Cell] = field(default_factory=dict)

    def stored(self, item_id: str) -> Cell:
        """The cell as it was written, or what the vendor shows for one that never was."""
        value = self.cells.get(item_id)
        return _EMPTY.get(self.format.kind) if value is None else value


class Module:
    """A flat module."""

    def __init__(self, module_id: str, name: str, dimension: ItemList, line_items: Mapping[str, LineItem]) -> None:
        self.id = module_id
        self.name = name
        self.dimension = dimension
        self.line_items = dict(line_items)

    def value(self, line_item: LineItem, item: Item) -> Cell:
        """The cell, calculated if the line item is."""
        if line_item.formula is None:
            return line_item.stored(item.id)
        return line_item.formula.value(item, lambda name: self.value(self.line_items[name], item))

    def forget(self, item_ids: frozenset[str]) -> None:
        """Drop the cells of items that left the dimension."""
        for line_item in self.line_items.values():
            for item_id in item_ids & line_item.cells.keys():
                del line_item.cells[item_id]
