"""A file imported into a list: items are created or brought up to date by code, never deleted.

Sources: Anaplan, List imports (help.anaplan.com, 601c4dd0); Numbered list imports (f5f3eb55); the Community's
article on duplicates (discussion 88700): the first occurrence of a key is taken, the others are rejected.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from infra.local.vendors.anaplan.actions.orphans import orphans
from infra.local.vendors.anaplan.actions.outcome import Detail, Outcome, failed, processed
from infra.local.vendors.anaplan.actions.rows import RowLog
from infra.local.vendors.anaplan.actions.table import Table
from infra.local.vendors.anaplan.state.formats import Cell, Kind
from infra.local.vendors.anaplan.state.lists import Item, ItemList, ItemRefusedError
from infra.local.vendors.anaplan.state.model import Import
from infra.local.vendors.anaplan.state.reading import Column, Problem, Reader

_EMPTY_KEY = Problem("hierarchyImportEmptyKey", "Empty key")
NAME, PARENT = "Name", "Parent"
_NO_ITEM = (NAME, PARENT)


@dataclass(slots=True)
class _Tally:
    created: int = 0
    updated: int = 0  # items that changed
    renamed: int = 0
    seen: set[str] = field(default_factory=set)  # keys of the file, for duplicates
    warned_creates: int = 0
    warned_updates: int = 0
    matched: int = 0  # rows that named an existing item, changed or not


class ListImport:
    """One run of a list import. ``lost`` rows are counted as good and not stored: trouble an operator ordered."""

    def __init__(self, action: Import, target: ItemList, reader: Reader, lost: int = 0) -> None:
        self._action = action
        self._target = target
        self._reader = reader
        self._lost = lost

    def run(self, table: Table) -> Outcome:
        """Take the rows and tell what came of them."""
        if self._target.numbered and NAME in self._action.columns.values():
            text = "Cannot add new entities to numbered list when matching involves name"
            return failed("hierarchyImportFailed", text)
        log, tally = RowLog(table), _Tally()
        names, parents = self._texts(table, NAME), self._texts(table, PARENT)
        properties, keys = self._properties(table), [key.strip() for key in table.column(self._action.key)]
        for row, problem in orphans(self._target, keys, names, parents).items():
            log.fail(row, problem)
        for row, key in enumerate(keys):
            if row in log.failed:
                continue
            if row >= len(table.rows) - self._lost:
                tally.matched += 1
            else:
                self._take(row, key, names[row] if names else "", properties, log, tally)
        self._hang(keys, parents, log)
        return self._told(table, log, tally)

    def _texts(self, table: Table, what: str) -> list[str]:
        header = next((header for header, name in self._action.columns.items() if name == what), None)
        return [text.strip() for text in table.column(header)] if header else []

    def _hang(self, keys: list[str], parents: list[str], log: RowLog) -> None:
        """Once all items are there: a parent may stand below its children in the file."""
        for row, (key, parent) in enumerate(zip(keys, parents, strict=False)):
            item = self._target.by_code(key)
            if parent and item and row not in log.failed:
                try:
                    self._target.hang(item, parent)
                except ItemRefusedError as refused:
                    log.note(row, Problem(refused.reason, str(refused)))

    def _properties(self, table: Table) -> dict[str, Column]:
        return {
            name: self._reader.column(table.column(header), name, self._target.properties[name])
            for header, name in self._action.columns.items()
            if name not in _NO_ITEM
        }

    def _take(self, row: int, code: str, name: str, of: Mapping[str, Column], log: RowLog, tally: _Tally) -> None:
        if problem := _key_problem(code, tally):
            log.fail(row, problem)
            return
        known = self._target.by_code(code)
        try:
            item = known or self._target.add(name, code)
            renamed = bool(known and name and not self._target.numbered and self._target.rename(known, name))
        except ItemRefusedError as refused:
            log.fail(row, Problem(refused.reason, str(refused)))
            return
        for column in of.values():
            if row in column.problems:
                log.note(row, column.problems[row])
        changed = self._set(
            item, {name: column.cells[row] for name, column in of.items() if row not in column.problems}
        )
        _count(tally, created=known is None, renamed=renamed, changed=changed, warned=row in log.warned)

    def _set(self, item: Item, cells: Mapping[str, Cell]) -> bool:
        # A blank clears texts, dates and items, and leaves numbers as they were: a choice, see module_import.
        kept = {n: c for n, c in cells.items() if c is not None or self._target.properties[n].kind is not Kind.NUMBER}
        changed = any(item.properties.get(name) != cell for name, cell in kept.items())
        item.properties.update(kept)
        return changed

    def _told(self, table: Table, log: RowLog, tally: _Tally) -> Outcome:
        counts = _counts(self._target.name, len(table.rows), len(log.failed), tally)
        outcome = processed("hierarchy", _sentence(counts), counts, log)
        if log.clean and table.rows and not (tally.created or tally.updated or tally.renamed):
            first = outcome.details[0]
            return Outcome(successful=True, details=[Detail("hierarchyNoChanges", first.text, 0, first.values)])
        return outcome


def _key_problem(code: str, tally: _Tally) -> Problem | None:
    key = code.casefold()
    if not key:
        return _EMPTY_KEY
    if key in tally.seen:
        return Problem("hierarchyImportDuplicateSourceKey", f'Duplicate key in source "{code[:80]}"')
    tally.seen.add(key)
    return None


def _count(tally: _Tally, *, created: bool, renamed: bool, changed: bool, warned: bool) -> None:
    tally.created += created
    tally.matched += not created
    tally.renamed += renamed
    tally.updated += not created and (changed or renamed)
    tally.warned_creates += warned and created
    tally.warned_updates += warned and not created


def _counts(name: str, total: int, failures: int, tally: _Tally) -> dict[str, str | int]:
    creates, updates = tally.created - tally.warned_creates, tally.matched - tally.warned_updates
    return {
        "hierarchyName": name,
        "successRowCount": creates + updates,
        "successCreateCount": creates,
        "successUpdateCount": updates,
        "warningsRowCount": tally.warned_creates + tally.warned_updates,
        "warningsCreateCount": tally.warned_creates,
        "warningsUpdateCount": tally.warned_updates,
        "failedCount": failures,
        "ignoredCount": 0,
        "totalRowCount": total,
        "totalCreateCount": tally.created,
        "totalUpdateCount": tally.matched,
        "invalidCount": failures,
        "updatedCount": tally.updated,
        "renamedCount": tally.renamed,
        "createdCount": tally.created,
    }


def _sentence(of: Mapping[str, str | int]) -> str:
    return (
        f"{of['hierarchyName']}: {of['successRowCount']} ({of['successCreateCount']}/{of['successUpdateCount']}) rows "
        f"successful, {of['warningsRowCount']} ({of['warningsCreateCount']}/{of['warningsUpdateCount']}) rows has "
        f"warnings, {of['failedCount']} failed, {of['ignoredCount']} ignored"
    )
