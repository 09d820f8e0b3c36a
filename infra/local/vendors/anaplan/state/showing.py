"""From cells to the text that users see in views, exports and list items."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from infra.local.vendors.anaplan.state.formats import Cell, Format, Kind
from infra.local.vendors.anaplan.state.lists import Item, ItemList


class Shower:
    """Shows cells of one model; needs its lists by name, since a list-formatted cell shows its item's name."""

    def __init__(self, lists: Mapping[str, ItemList]) -> None:
        self._lists = lists

    def text(self, cell: Cell, of: Format) -> str:
        """As in a grid: items by name, numbers without needless zeros, blanks empty."""
        if of.kind is Kind.LIST:
            item = self.item(cell, of)
            return item.name if item else ""
        return plain(cell)

    def code(self, cell: Cell, of: Format) -> str:
        """As ``text``, but items by code: what the operator's view of the model gives."""
        if of.kind is Kind.LIST:
            item = self.item(cell, of)
            return (item.code or item.name) if item else ""
        return plain(cell)

    def item(self, cell: Cell, of: Format) -> Item | None:
        """The item a list-formatted cell holds; None if blank, or if the item has been deleted since."""
        return self._lists[of.list_name].items.get(str(cell)) if cell is not None else None


def plain(cell: Cell) -> str:
    """A cell that is no item, as text."""
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case Decimal():
            return format(cell.normalize(), "f") if cell else "0"
        case date():
            return cell.isoformat()
        case _:
            return cell
