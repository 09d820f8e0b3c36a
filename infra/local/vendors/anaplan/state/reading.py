"""From the text of a file or a request to cells, one or a whole column at a time.

What cannot be read becomes a ``Problem``, typed as Anaplan types it in results.
Source of the types: Anaplan, Integration API v2, data codes of task results.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import cast

from infra.local.vendors.anaplan.state.calendar import Calendar
from infra.local.vendors.anaplan.state.formats import Cell, Format, Kind
from infra.local.vendors.anaplan.state.lists import ItemList

LONGEST_TEXT = 60_000  # characters of a text cell
LONGEST_SHOWN = 200  # characters of a text in a message
_NUMBER = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})", re.ASCII)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_BOOLEANS = {"true": True, "yes": True, "false": False, "no": False}


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell or a row was not taken: ``type`` as in task results, ``message`` as in dumps."""

    type: str
    message: str


Read = Cell | Problem
_PROBLEM_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "moduleImportFailed",  # the vendor's list has no type for a text that is too long
    Kind.NUMBER: "moduleImportNumberFormat",
    Kind.BOOLEAN: "moduleImportBooleanFormat",
    Kind.DATE: "moduleImportDateFormat",
    Kind.TIME_PERIOD: "moduleImportInvalidTimeEntityIdentifier",
    Kind.LIST: "moduleImportInvalidListIdentifier",
}


@dataclass(frozen=True, slots=True)
class Column:
    """The cells of a column's rows, None where there is a blank or a problem; problems by row."""

    cells: list[Cell]
    problems: dict[int, Problem]


class _Cache(dict[str, Read]):
    """Each distinct text is read once: accounts, periods and codes repeat over thousands of rows."""

    def __init__(self, parse: Callable[[str], Read]) -> None:
        super().__init__()
        self._parse = parse

    def __missing__(self, text: str) -> Read:
        self[text] = value = self._parse(text)
        return value


class Reader:
    """Reads texts by format against one model's lists (by name) and months."""

    def __init__(self, lists: Mapping[str, ItemList], calendar: Calendar) -> None:
        self._lists = lists
        self._calendar = calendar

    def column(self, texts: Sequence[str], name: str, as_format: Format) -> Column:
        """The cells of a column called ``name``."""
        if as_format.kind is Kind.TEXT:
            return _texts(texts, name)
        cache = _Cache(lambda text: self.cell(text, name, as_format))
        read = [cache[text] for text in texts]
        return _sorted_out(read, clean=not any(isinstance(value, Problem) for value in cache.values()))

    def members(self, texts: Sequence[str], name: str, of: ItemList) -> Column:
        """The ids of the items named by code, or else by name; a blank names nothing."""
        column = self.column(texts, name, Format(Kind.LIST, of.name))
        nothing = _wrong(Kind.LIST, "", name)
        blanks = {row: nothing for row, cell in enumerate(column.cells) if cell is None}
        return Column(column.cells, blanks | column.problems)

    def cell(self, text: str, name: str, as_format: Format) -> Read:
        """One cell of a column called ``name``; None if the text is blank."""
        if as_format.kind is Kind.TEXT:
            return (text or None) if len(text) <= LONGEST_TEXT else _wrong(Kind.TEXT, text, name)
        if not (stripped := text.strip()):
            return None
        value = self._parsed(stripped, as_format)
        return _wrong(as_format.kind, stripped, name) if value is None else value

    def _parsed(self, text: str, as_format: Format) -> Cell:
        match as_format.kind:
            case Kind.NUMBER:
                return Decimal(text) if _NUMBER.fullmatch(text) else None
            case Kind.DATE:
                return _date(text)
            case Kind.BOOLEAN:
                return _BOOLEANS.get(text.casefold())
            case Kind.TIME_PERIOD:
                return self._calendar.find(text)
            case _:
                item = self._lists[as_format.list_name].find(text)
                return item.id if item else None


def _sorted_out(read: list[Read], *, clean: bool) -> Column:
    if clean:
        return Column(cast("list[Cell]", read), {})
    problems = {row: value for row, value in enumerate(read) if isinstance(value, Problem)}
    return Column([None if isinstance(value, Problem) else value for value in read], problems)


def _texts(texts: Sequence[str], name: str) -> Column:
    problems = {row: _wrong(Kind.TEXT, text, name) for row, text in enumerate(texts) if len(text) > LONGEST_TEXT}
    return Column([None if row in problems else text or None for row, text in enumerate(texts)], problems)


def _date(text: str) -> date | None:
    if not (found := _DATE.fullmatch(text)):
        return None
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError:
        return None


def _wrong(kind: Kind, text: str, name: str) -> Problem:
    shown = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"
    message = {
        Kind.TEXT: f'Text longer than {LONGEST_TEXT} characters in "{name}": "{shown}"',
        Kind.TIME_PERIOD: f'Invalid time period in "{name}": "{shown}"',
        Kind.LIST: f'Invalid list item in "{name}": "{shown}"',
    }.get(kind, f'Incorrect data type for "{name}": "{shown}"')
    return Problem(_PROBLEM_TYPES[kind], message)
