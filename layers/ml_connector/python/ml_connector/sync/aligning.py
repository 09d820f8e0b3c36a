"""Rows of a load that keeps a list, as items to add and to update, and what became of each. Pure.

An item that is there is named by its id, and its code is told along: without it Anaplan refuses an item that has one.
"""

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from ml_connector.settings.loads import CODE, NAME, PARENT

MOST_ITEMS = 100_000
MOST_BYTES = 14_000_000
"""What Anaplan takes in one call, less a margin. Source: Anaplan, Add list items; Write module cell data (15 MB)."""

Row = Mapping[str, str]


class Batch(Struct, frozen=True):
    """Items of one call, and the rows that they were made of, in the same order."""

    is_new: bool
    items: list[dict[str, Any]]
    rows: list[Row]


class Fate(Struct, frozen=True):
    """What became of the rows of one call; refused: with the reason, in the order of the rows."""

    ok: int
    ignored: int
    refused: list[tuple[Row, str]]


def batches(
    rows: Sequence[Row], known: Mapping[str, str], *, numbered: bool, most: int = MOST_ITEMS, size: int = MOST_BYTES
) -> Iterator[Batch]:
    """The calls that bring the rows, those of parents before those of their children.

    known      ids of the items that are there, by code in small letters
    numbered   the list makes up names and refuses any
    """
    there = [row for row in rows if row[CODE].casefold() in known]
    new = [row for row in rows if row[CODE].casefold() not in known]
    for level in _levels(new):
        yield from _cut(level, lambda row: _item(row, "", numbered=numbered), True, most, size)  # noqa: FBT003 - new
    yield from _cut(there, lambda row: _item(row, known[row[CODE].casefold()], numbered=numbered), False, most, size)  # noqa: FBT003 - not


def fate(rows: Sequence[Row], done: int, failures: Mapping[int, str], as_told: Container[str]) -> Fate:
    """Every row accounted for.

    done       items that Anaplan says it has added or updated
    failures   reasons by the place of the row
    as_told    codes, in small letters, of the items that the list shows as the rows tell them: what was ignored without
               a reason is taken if it is there, because an earlier try may have brought it
    """
    refused = [(row, failures[place]) for place, row in enumerate(rows) if place in failures]
    silent = [row for place, row in enumerate(rows) if place not in failures]
    if done >= len(silent):
        return Fate(len(silent), 0, refused)
    taken = max(done, sum(row[CODE].casefold() in as_told for row in silent))
    return Fate(taken, len(silent) - taken, refused)


def _item(row: Row, id_: str, *, numbered: bool) -> dict[str, Any]:
    properties = {header: text for header, text in row.items() if header not in (CODE, NAME, PARENT)}
    named = {"name": row[NAME]} if row.get(NAME) and not numbered else {}
    hung = {"parent": row[PARENT]} if row.get(PARENT) else {}
    told = {"properties": properties} if properties else {}
    return {**({"id": id_} if id_ else {}), "code": row[CODE], **named, **hung, **told}


def _levels(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """Rows whose parents are not among the rest, then those that hang on them, and so on; circles come last."""
    left = list(rows)
    while left:
        names = {row.get(NAME, "").casefold() for row in left} - {""}
        level = [row for row in left if row.get(PARENT, "").casefold() not in names]
        if not level:
            yield left
            return
        yield level
        below = {id(row) for row in level}
        left = [row for row in left if id(row) not in below]


def _cut(
    rows: Sequence[Row],
    item_of: Callable[[Row], dict[str, Any]],
    is_new: bool,  # noqa: FBT001 - private, and named where it is stored
    most: int,
    size: int,
) -> Iterator[Batch]:
    batch, weight = Batch(is_new, [], []), 0
    for row in rows:
        item = item_of(row)
        bytes_ = len(json.dumps(item)) + 2
        if batch.items and (len(batch.items) == most or weight + bytes_ > size):
            yield batch
            batch, weight = Batch(is_new, [], []), 0
        batch.items.append(item)
        batch.rows.append(row)
        weight += bytes_
    if batch.items:
        yield batch
