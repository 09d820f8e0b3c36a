"""A file imported into a flat module: cells are set from columns, members are found and never created.

Rows with the same member are added up within one file; how texts of such rows combine is not documented, here the
last one wins. Anaplan's imports write blanks only when told to, per mapping; here a blank clears texts, dates,
months and items, and leaves numbers as they were. Both are choices.
Sources: Anaplan Community, errors and rejected lines (discussion 108512); Integration API v2, data codes.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import compress

from infra.local.vendors.anaplan.actions.outcome import Outcome, processed
from infra.local.vendors.anaplan.actions.rows import RowLog
from infra.local.vendors.anaplan.actions.table import Table
from infra.local.vendors.anaplan.state.formats import Cell, Kind
from infra.local.vendors.anaplan.state.model import Import
from infra.local.vendors.anaplan.state.modules import Module
from infra.local.vendors.anaplan.state.reading import Column, Reader


class ModuleImport:
    """One run of a module import. ``lost`` rows are counted as good and not stored: trouble an operator ordered."""

    def __init__(self, action: Import, target: Module, reader: Reader, lost: int = 0) -> None:
        self._action = action
        self._target = target
        self._reader = reader
        self._lost = lost

    def run(self, table: Table) -> Outcome:
        """Take the rows and tell what came of them."""
        log = RowLog(table)
        members = self._reader.members(table.column(self._action.key), self._action.key, self._target.dimension)
        columns = {
            name: self._reader.column(table.column(header), header, self._target.line_items[name].format)
            for header, name in self._action.columns.items()
            if self._target.line_items[name].formula is None
        }
        for column in (members, *columns.values()):
            for row, problem in column.problems.items():
                log.fail(row, problem)
        ignored = self._ignored(table, columns) - log.failed.keys()
        self._write(members, columns, self._kept(len(table.rows), ignored | log.failed.keys()))
        return self._told(len(table.rows), len(ignored), log)

    def _ignored(self, table: Table, columns: Mapping[str, Column]) -> set[int]:
        """Rows that carry something for calculated line items and nothing for others: Anaplan ignores such cells."""
        calculated = [header for header, name in self._action.columns.items() if name not in columns]
        carried = {row for header in calculated for row, text in enumerate(table.column(header)) if text.strip()}
        return {row for row in carried if all(column.cells[row] is None for column in columns.values())}

    def _kept(self, rows: int, left_out: set[int]) -> list[bool]:
        return [row not in left_out and row < rows - self._lost for row in range(rows)]

    def _write(self, members: Column, columns: Mapping[str, Column], kept: Sequence[bool]) -> None:
        ids = [str(member) for member in compress(members.cells, kept)]
        for name, column in columns.items():
            line_item = self._target.line_items[name]
            cells = compress(column.cells, kept)
            is_number = line_item.format.kind is Kind.NUMBER
            line_item.cells.update(_totals(ids, cells) if is_number else zip(ids, cells, strict=True))

    def _told(self, total: int, ignored: int, log: RowLog) -> Outcome:
        failures = len(log.failed)
        counts: dict[str, str | int] = {
            "moduleName": self._target.name,
            "successRowCount": total - failures - ignored,
            "warningsRowCount": 0,
            "failedCount": failures,
            "ignoredCount": ignored,
            "totalRowCount": total,
        }
        text = (
            f"{self._target.name}: {counts['successRowCount']} rows successful, 0 rows has warnings, "
            f"{failures} failed, {ignored} ignored"
        )
        return processed("lineItem", text, counts, log)


def _totals(ids: Sequence[str], cells: Iterable[Cell]) -> dict[str, Cell]:
    totals: dict[str, Decimal] = {}
    for member, number in zip(ids, cells, strict=True):
        if isinstance(number, Decimal):
            totals[member] = totals[member] + number if member in totals else number
    return dict(totals)
