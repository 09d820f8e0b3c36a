"""Modules: a grid of line items over the items of one list.

Cells are kept by line item, then by the id of the dimension's item: an import fills whole columns at a time.
"""

from collections.abc import Mapping, Sequence
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

    def stored(self, items: Sequence[Item]) -> list[Cell]:
        """Cells as they were written, or what the vendor shows for those that never were."""
        empty = _EMPTY.get(self.format.kind)
        return [empty if (cell := self.cells.get(item.id)) is None else cell for item in items]


class Module:
    """A flat module."""

    def __init__(self, module_id: str, name: str, dimension: ItemList, line_items: Mapping[str, LineItem]) -> None:
        self.id = module_id
        self.name = name
        self.dimension = dimension
        self.line_items = dict(line_items)

    def column(self, line_item: LineItem, items: Sequence[Item]) -> list[Cell]:
        """The cells of members of the dimension, calculated if the line item is."""
        if line_item.formula is None:
            return line_item.stored(items)
        return line_item.formula.column(items, lambda name: self.column(self.line_items[name], items))

    def forget(self, item_ids: frozenset[str]) -> None:
        """Drop the cells of items that left the dimension."""
        for line_item in self.line_items.values():
            for item_id in item_ids & line_item.cells.keys():
                del line_item.cells[item_id]
