"""Tables with one column per dimension: values below each other, or spread over line items or over periods."""

import sys
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from ml_connector.errors import ContractBroken
from ml_connector.sync.plan.cells import Cell, Dropped, nothing_in_it, quoted
from ml_connector.sync.plan.lines import Line
from ml_connector.sync.plan.shape import Shape


class _Value(Struct, frozen=True):
    """A column with values; ``measure`` and ``period`` where the header tells them."""

    column: int
    measure: str | None = None
    period: str = ""


class _Columns(Struct, frozen=True):
    """What each column of the header is.

    places   per role of the shape, its column; None for periods that are columns themselves
    item     the column that names the line item of each row
    """

    places: tuple[int | None, ...]
    values: tuple[_Value, ...]
    item: int | None


def read_table(header: Sequence[str], lines: Iterable[Line], shape: Shape, dropped: Dropped) -> Iterator[Cell]:
    """The cells below a header; raises ContractBroken for columns that do not fit, and if there is no line at all."""
    columns, empty = _columns(header, shape, dropped), True
    for number, row in lines:
        empty = False
        if len(row) != len(header):
            raise ContractBroken(
                f"Line {number} of the export has {len(row)} cells where its header has {len(header)}; "
                "look at the file in Anaplan"
            )
        yield from _cells(number, row, columns, shape)
    if empty:
        raise nothing_in_it()


def _cells(number: int, row: Sequence[str], columns: _Columns, shape: Shape) -> Iterator[Cell]:
    named = "amount" if columns.item is None else shape.measure(row[columns.item])
    for value in columns.values:
        measure = value.measure or named
        if measure is None:
            continue  # a line item that nobody asked for
        # Interned, because a few names stand on every one of many thousand rows.
        labels = (sys.intern(value.period if at is None else row[at].strip()) for at in columns.places)
        yield Cell(number, tuple(labels), measure, row[value.column])


def _columns(header: Sequence[str], shape: Shape, dropped: Dropped) -> _Columns:
    found: dict[str, int] = {}
    values: list[_Value] = []
    item = None
    for index, name in enumerate(cell.strip() for cell in header):
        if role := shape.role(name):
            if role in found:
                raise ContractBroken(f"The export has two columns '{name}'; let it have one")
            found[role] = index
        elif measure := shape.measure(name):
            values.append(_Value(index, measure))
        elif shape.is_item_column(name):
            item = index
        elif shape.is_value_column(name):
            values.append(_Value(index))
        elif shape.calendar.period(name):
            values.append(_Value(index, period=name))
        elif shape.is_period(name):
            dropped.summaries += 1
        elif not shape.ignores(name):
            raise _unknown(name)
    _check_complete(header, found, values, shape)
    return _Columns(tuple(map(found.get, shape.roles)), tuple(values), item)


def _check_complete(header: Sequence[str], found: dict[str, int], values: Sequence[_Value], shape: Shape) -> None:
    spread = any(value.period for value in values)
    needed = {role: name for role, name in shape.dimensions.items() if not (spread and role == "period")}
    missing = [name for role, name in needed.items() if role not in found]
    if not values:
        missing.append(shape.measures["amount"])
    if missing:
        raise ContractBroken(
            f"The export has no column {quoted(missing)}; it has {quoted(header)}: name the columns in the plan's "
            "settings as the export does, or put them back in Anaplan"
        )


def _unknown(name: str) -> ContractBroken:
    return ContractBroken(
        f"The export has a column '{name}' that settings do not know; if it is a further dimension, figures would be "
        "added up over it unseen: take it out of the export in Anaplan, or name it in the plan's settings"
    )
