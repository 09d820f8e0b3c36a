"""From cells to the text that users see in views, exports and list items; a whole column at a time."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from infra.local.vendors.anaplan.state.formats import Cell, Format, Kind
from infra.local.vendors.anaplan.state.lists import Item, ItemList


class Shower:
    """Shows cells of one model; needs its lists by name, since a list-formatted cell holds an item's id."""

    def __init__(self, lists: Mapping[str, ItemList]) -> None:
        self._lists = lists

    def texts(self, cells: Sequence[Cell], of: Format) -> list[str]:
        """As in a grid: items by name, numbers without needless zeros, blanks empty."""
        return self._shown(cells, of, lambda item: item.name)

    def codes(self, cells: Sequence[Cell], of: Format) -> list[str]:
        """As ``texts``, but items by code: what the operator's view of the model gives."""
        return self._shown(cells, of, lambda item: item.code or item.name)

    def _shown(self, cells: Sequence[Cell], of: Format, name: Callable[[Item], str]) -> list[str]:
        match of.kind:
            case Kind.LIST:
                # An item that was deleted since is a blank.
                known = {item_id: name(item) for item_id, item in self._lists[of.list_name].items.items()}
                return [known.get(str(cell), "") for cell in cells]
            case Kind.NUMBER:
                return [_number(cell) for cell in cells]
            case _:
                return [_plain(cell) for cell in cells]


def _number(cell: Cell) -> str:
    if not isinstance(cell, Decimal):
        return ""
    return format(cell.normalize(), "f") if cell else "0"


def _plain(cell: Cell) -> str:
    match cell:
        case str():
            return cell
        case None:
            return ""
        case bool():
            return str(cell).lower()
        case date():
            return cell.isoformat()
        case _:
            return str(cell)
