"""Grids: page selectors above, labels at the left, periods or line items across; one block per page.

Pages and columns are known by what stands in them, rows by the names in the corner or, where Anaplan leaves it empty,
by the order that settings give.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from ml_connector.errors import ContractBroken
from ml_connector.sync.plan.cells import Cell, Dropped, nothing_in_it, quoted
from ml_connector.sync.plan.lines import Line
from ml_connector.sync.plan.shape import Shape

MEASURE = "measure"
"""The role of an axis that shows line items."""

Axis = dict[str, str]
"""Labels by role, ``measure`` among them."""


@dataclass
class _Block:
    """One page: its selectors, the labels above each column, and how many columns hold labels.

    headers   the lines above the figures, outermost first
    """

    pages: Axis = field(default_factory=dict)
    headers: list[list[str]] = field(default_factory=list)
    width: int = 0
    rows: tuple[str, ...] = ()
    columns: list[Axis] = field(default_factory=list)
    last: list[str] = field(default_factory=list)


class Grid:
    """Reads one file of either grid layout; raises ContractBroken for what it cannot explain."""

    def __init__(self, shape: Shape, dropped: Dropped) -> None:
        self._shape = shape
        self._dropped = dropped
        self._selected: frozenset[str] | None = None

    def cells(self, lines: Iterable[Line]) -> Iterator[Cell]:
        """The cells of all pages."""
        block, in_figures, any_row = _Block(), False, False
        for number, row in lines:
            if (labels := self._header(row)) is not None:
                block = _Block() if in_figures else block
                block.headers.append(row)
                block.width, in_figures = labels, False
            elif pages := self._pages(row):
                block = _Block() if block.headers else block
                block.pages |= pages
                in_figures = False
            else:
                if not in_figures:
                    self._begin(block, number)
                in_figures = any_row = True
                yield from self._figures(block, number, row)
        if not any_row:
            raise nothing_in_it()

    def _header(self, row: Sequence[str]) -> int | None:
        """How many columns of labels there are, if the line names what stands below it."""
        corner = list(takewhile(lambda cell: not cell.strip() or self._is_dimension(cell), row))
        across = [cell for cell in row[len(corner) :] if cell.strip()]
        if not corner or not across or not all(map(self._is_column, across)):
            return None
        return len(corner)

    def _is_dimension(self, cell: str) -> bool:
        return self._shape.role(cell) is not None or self._shape.is_item_column(cell)

    def _is_column(self, cell: str) -> bool:
        return self._shape.is_period(cell) or self._shape.measure(cell) is not None or self._shape.ignores(cell)

    def _pages(self, row: Sequence[str]) -> Axis:
        """The selectors that a line names, if it names nothing else."""
        found = [self._selector(cell) for cell in row if cell.strip()]
        return {} if None in found else dict(one for one in found if one)

    def _selector(self, cell: str) -> tuple[str, str] | None:
        dimension, colon, member = cell.partition(":")
        if colon and (role := self._shape.role(dimension)):
            return role, member.strip()
        text = cell.strip()
        for role, known in self._shape.known.items():
            if text in known:
                return role, text
        if self._shape.measure(text):
            return MEASURE, text
        return ("period", text) if self._shape.is_period(text) else None

    def _begin(self, block: _Block, number: int) -> None:
        """Settle what the lines above the first figures of a block mean."""
        if not block.headers:
            raise ContractBroken(
                f"Line {number} of the export is no page selector, no header and no figures below one; if it is "
                "a page selector, settings do not know its entity or version"
            )
        selected = frozenset(block.pages)
        if self._selected not in (None, selected):
            raise ContractBroken(
                f"The page above line {number} of the export selects {_named(selected)}, the pages before it "
                f"{_named(self._selected or ())}; if a selector is an entity or a version, settings do not know it"
            )
        self._selected = selected
        block.columns = self._columns(block)
        across = {role for column in block.columns for role in column}
        block.rows = self._rows(block, across)

    def _columns(self, block: _Block) -> list[Axis]:
        size = max(map(len, block.headers))
        columns: list[Axis] = [{} for _ in range(size)]
        for header in block.headers:
            filled = ""
            for index in range(block.width, len(header)):
                filled = header[index].strip() or filled  # an outer label stands above the first of its columns
                columns[index][self._axis(filled)] = filled
        return columns

    def _axis(self, label: str) -> str:
        return "period" if self._shape.is_period(label) else MEASURE

    def _rows(self, block: _Block, across: set[str]) -> tuple[str, ...]:
        corner = [cell.strip() for cell in block.headers[-1][: block.width]]
        left = [role for role in self._shape.roles if role not in block.pages and role not in across]
        if all(corner):
            rows = [self._shape.role(cell) or MEASURE for cell in corner]
        elif self._shape.rows:
            rows = [self._shape.role(name) or MEASURE for name in self._shape.rows]
        else:
            rows = left if block.width == 1 else []
        if sorted(set(rows) - {MEASURE}) != sorted(left) or len(rows) != block.width:
            raise ContractBroken(
                f"The grid has {block.width} columns of labels for {_named(left)}; name the dimensions of rows from "
                "left to right as `rows` in the plan's settings, and every dimension of the export"
            )
        return tuple(rows)

    def _figures(self, block: _Block, number: int, row: Sequence[str]) -> Iterator[Cell]:
        if len(row) != len(block.columns):
            raise ContractBroken(
                f"Line {number} of the export has {len(row)} cells where the grid has {len(block.columns)}; if it is a "
                "page selector, settings do not know its entity or version"
            )
        labels = [cell.strip() for cell in row[: block.width]]
        # A label that is left out is the one above it; the innermost always stands.
        labels = [own or above for own, above in zip(labels, block.last or labels, strict=True)]
        block.last = labels
        fixed = block.pages | dict(zip(block.rows, labels, strict=True))
        for index in range(block.width, len(row)):
            yield from self._cell(number, fixed | block.columns[index], row[index])

    def _cell(self, number: int, axis: Axis, text: str) -> Iterator[Cell]:
        measure = self._shape.measure(axis[MEASURE]) if MEASURE in axis else "amount"
        if measure is None:
            return
        if self._shape.calendar.period(axis.get("period", "")) is None and self._shape.is_period(axis["period"]):
            self._dropped.summaries += 1
            return
        yield Cell(number, tuple(sys.intern(axis[role]) for role in self._shape.roles), measure, text)


def _named(roles: Iterable[str]) -> str:
    return quoted(sorted(roles)) or "nothing"
