"""Lists and their items, with the vendor's rules for names and codes.

A general list has named items: names are unique and so are codes. A numbered list makes names itself (``#1``)
and is told apart by codes. Names and codes are compared without regard to letter case.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from infra.local.vendors.anaplan.state import ids
from infra.local.vendors.anaplan.state.formats import Cell, Format

LONGEST = 60  # characters of a name or a code. Source: Anaplan, Planual 5.04-01a


class ItemRefusedError(Exception):
    """An item cannot be stored as asked; ``reason`` is an import's result type for it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(slots=True)
class Item:
    """One item; ``code`` may be missing in a general list, properties hold what was set, parent is an item's id."""

    id: str
    name: str
    code: str | None
    parent: str | None = None
    properties: dict[str, Cell] = field(default_factory=dict)


class ItemList:
    """One list. Lookups by name and code are kept in step with the items.

    above   the list that holds the parents of its items; this one itself if its hierarchy is told within it
    """

    def __init__(
        self, list_id: str, name: str, *, numbered: bool, properties: Mapping[str, Format], item_prefix: str
    ) -> None:
        self.id = list_id
        self.name = name
        self.numbered = numbered
        self.properties = dict(properties)
        self.items: dict[str, Item] = {}
        self.above: ItemList = self
        self.last_index = 0
        self._ids: Iterator[str] = ids.series(item_prefix)
        self._by_code: dict[str, Item] = {}
        self._by_name: dict[str, Item] = {}

    def by_code(self, code: str) -> Item | None:
        """The item with that code."""
        return self._by_code.get(code.casefold())

    def by_name(self, name: str) -> Item | None:
        """The item with that name."""
        return self._by_name.get(name.casefold())

    def find(self, text: str) -> Item | None:
        """The item with that code, or else with that name."""
        return self.by_code(text) or self.by_name(text)

    def add(self, name: str, code: str | None) -> Item:
        """A new item; a numbered list takes no name. Raises ItemRefusedError."""
        self._check_code(code)
        if not self.numbered:
            self._check_name(name)
        self.last_index += 1
        item = Item(next(self._ids), f"#{self.last_index}" if self.numbered else name, code)
        self.items[item.id] = item
        self._by_name[item.name.casefold()] = item
        if code is not None:
            self._by_code[code.casefold()] = item
        return item

    def rename(self, item: Item, name: str) -> bool:
        """Give it another name; whether that changed anything. Raises ItemRefusedError."""
        if name == item.name:
            return False
        self._check_name(name, item)
        del self._by_name[item.name.casefold()]
        item.name = name
        self._by_name[name.casefold()] = item
        return True

    def recode(self, item: Item, code: str) -> bool:
        """Give it another code; whether that changed anything. Raises ItemRefusedError."""
        if code == item.code:
            return False
        self._check_code(code, item)
        if item.code is not None:
            del self._by_code[item.code.casefold()]
        item.code = code
        self._by_code[code.casefold()] = item
        return True

    def parent_of(self, item: Item) -> Item | None:
        """The parent, unless there is none any more."""
        return self.above.items.get(item.parent or "")

    def hang(self, item: Item, parent: str) -> bool:
        """Put it below the item with that name or code; whether that changed anything. Raises ItemRefusedError."""
        found = self.above.by_name(parent) or self.above.by_code(parent)
        if found is None or found is item or self._is_below(found, item):
            raise ItemRefusedError("hierarchyImportInvalidParent", f'Invalid parent "{parent[:LONGEST]}"')
        changed, item.parent = item.parent != found.id, found.id
        return changed

    def _is_below(self, item: Item, other: Item) -> bool:
        """A list that is its own hierarchy must not go round in circles."""
        above = self.parent_of(item) if self.above is self else None
        return above is not None and (above is other or self._is_below(above, other))

    def remove(self, item: Item) -> None:
        """Take it out; whoever holds its id finds nothing from now on."""
        del self.items[item.id]
        del self._by_name[item.name.casefold()]
        if item.code is not None:
            del self._by_code[item.code.casefold()]

    def _check_name(self, name: str, same: Item | None = None) -> None:
        if not name or len(name) > LONGEST:
            raise ItemRefusedError("hierarchyImportInvalidName", f'Invalid name "{name[:LONGEST]}"')
        if self.by_name(name) not in (None, same):
            raise ItemRefusedError("hierarchyImportNameOrCodeExists", f'Name already exists "{name}"')

    def _check_code(self, code: str | None, same: Item | None = None) -> None:
        if code is None:
            return
        # Source: Anaplan, Numbered list imports: a code must not look like a generated name.
        if not code or len(code) > LONGEST or (self.numbered and code.startswith("#")):
            raise ItemRefusedError("hierarchyImportInvalidCode", f'Invalid code "{code[:LONGEST]}"')
        if self.by_code(code) not in (None, same):
            raise ItemRefusedError("hierarchyImportNameOrCodeExists", f'Code already exists "{code}"')
