"""Items written one by one, outside of imports: each row is done or refused on its own.

Which failure type stands for a duplicate or for an unknown item is not documented; INCORRECT_FORMAT stands for both.
Source: Anaplan, Add and Update list items (help.anaplan.com, 4c87489b and ff3e2766).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from infra.local.vendors.anaplan.state.formats import Cell
from infra.local.vendors.anaplan.state.lists import Item, ItemList, ItemRefusedError
from infra.local.vendors.anaplan.state.model import Model
from infra.local.vendors.anaplan.state.reading import Problem

INCOMPLETE = "INCOMPLETE_DATA"
INCORRECT = "INCORRECT_FORMAT"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Failure:
    """The row at ``index`` (from 0) was refused."""

    index: int
    type: str
    message: str


@dataclass
class Edit:
    """How many rows were done, and which were not."""

    done: int = 0
    failures: list[Failure] = field(default_factory=list)


class _RowRefusedError(Exception):
    def __init__(self, failure_type: str, message: str) -> None:
        super().__init__(message)
        self.type = failure_type


def add_items(model: Model, target: ItemList, rows: Sequence[object]) -> Edit:
    """New items. A general list wants names, a numbered one refuses them."""

    def add(row: Row) -> None:
        name, code = _text(row, "name"), _text(row, "code")
        if target.numbered and name:
            raise _RowRefusedError(INCORRECT, "incorrect format -- a numbered list makes names itself")
        if not target.numbered and not name:
            raise _RowRefusedError(INCOMPLETE, "incomplete data -- name is required")
        properties = _properties(model, target, row)
        parent = _parent(target, row)
        added = target.add(name, code or None)
        added.properties.update(properties)
        added.parent = parent

    return _each(rows, add)


def update_items(model: Model, target: ItemList, rows: Sequence[object]) -> Edit:
    """Items found by id, else by code, else (general lists) by name; what a row does not mention stays."""

    def update(row: Row) -> None:
        item = _identified(target, row)
        if "code" in row and not _text(row, "code"):
            raise _RowRefusedError(INCOMPLETE, "incomplete data -- code cannot be blanked")
        if target.numbered and _text(row, "name"):
            raise _RowRefusedError(INCORRECT, "incorrect format -- a numbered list makes names itself")
        properties = _properties(model, target, row)
        if _parent(target, row):
            target.hang(item, _text(row, "parent"))
        if name := _text(row, "name"):
            target.rename(item, name)
        if code := _text(row, "code"):
            target.recode(item, code)
        item.properties.update(properties)

    return _each(rows, update)


def delete_items(model: Model, target: ItemList, rows: Sequence[object]) -> Edit:
    """Items named by id or by code, not by both."""

    def delete(row: Row) -> None:
        if "id" in row and "code" in row:
            raise _RowRefusedError(INCORRECT, "incorrect format -- give either id or code")
        model.delete_items(target, [_identified(target, row)])

    return _each(rows, delete)


def _each(rows: Sequence[object], act: Callable[[Row], None]) -> Edit:
    edit = Edit()
    for index, row in enumerate(rows):
        try:
            act(_object(row))
            edit.done += 1
        except ItemRefusedError as refused:
            edit.failures.append(Failure(index, INCORRECT, f"incorrect format -- {refused}"))
        except _RowRefusedError as refused:
            edit.failures.append(Failure(index, refused.type, str(refused)))
    return edit


def _object(row: object) -> Row:
    if not isinstance(row, dict):
        raise _RowRefusedError(INCORRECT, "incorrect format -- an item must be an object")
    return row


def _identified(target: ItemList, row: Row) -> Item:
    item = target.items.get(_text(row, "id")) if "id" in row else target.by_code(_text(row, "code"))
    if item is None and "id" not in row and not target.numbered:
        item = target.by_name(_text(row, "name"))
        if item is not None and item.code is not None:
            raise _RowRefusedError(INCOMPLETE, "incomplete data -- the item has a code, which is required")
    if item is None:
        raise _RowRefusedError(INCORRECT, "incorrect format -- no such item")
    return item


def _parent(target: ItemList, row: Row) -> str | None:
    """The id of the item that a row names as its parent: by name, as Anaplan wants it."""
    name = _text(row, "parent")
    parent = target.above.by_name(name)
    if name and parent is None:
        raise _RowRefusedError(INCORRECT, f"incorrect format -- column name:parent, value:{name}")
    return parent.id if parent else None


def _properties(model: Model, target: ItemList, row: Row) -> dict[str, Cell]:
    given = row.get("properties") or {}
    read: dict[str, Cell] = {}
    for name, value in given.items():
        if name not in target.properties:
            raise _RowRefusedError(INCORRECT, f"incorrect format -- column name:{name}, no such property")
        cell = model.reader.cell(_plain(value), name, target.properties[name])
        if isinstance(cell, Problem):
            raise _RowRefusedError(INCORRECT, f"incorrect format -- column name:{name}, value:{value}")
        read[name] = cell
    return read


def _text(row: Row, key: str) -> str:
    return _plain(row.get(key)).strip()


def _plain(value: object) -> str:
    return "" if value is None else str(value)
