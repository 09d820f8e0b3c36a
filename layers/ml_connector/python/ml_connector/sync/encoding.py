"""Rows into the CSV lines of a load's file, by the rules of its columns.

Most columns say the same on every row of a document, so their cells are written once per document, and each row only
adds the rest.
"""

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property, partial
from typing import Any

from msgspec.structs import fields

from ml_connector.columns import Column, ConstantRule, FieldRule, TableRule, TemplateRule
from ml_connector.datasets import TRACKING, TRACKING_NAME, Dataset
from ml_connector.sync.checked_cells import Cell, checked
from ml_connector.sync.facts import FactRow, Header
from ml_connector.sync.membership import Checks
from ml_connector.sync.money import digits
from ml_connector.sync.references import ReferenceRow
from ml_connector.sync.unmapped import NotInTable

_PERIOD = "period_name"
_TRACKED = {TRACKING: "tracking", TRACKING_NAME: "tracking_name"}
_ANYTHING = "__class__"  # fetched where a text has to be made, to keep the place
_NUMBERS = {field.name for field in fields(FactRow) if field.type in (Decimal, Decimal | None)}


class Encoder:
    """Knows the columns of one load; gives its header and one line per row: UTF-8, comma, double quotes."""

    def __init__(self, dataset: Dataset, columns: Mapping[str, Column], checks: Checks | None = None) -> None:
        self._dataset, self._columns, self._checks = dataset, columns, checks or Checks()
        self.suspense = self._checks.suspense
        shared = {header: rule for header, rule in columns.items() if _is_shared(rule, dataset)}
        own = {header: rule for header, rule in columns.items() if header not in shared}
        self._shared = _Cells(shared, dataset, self._checks, shared=True)
        self._own = _Cells(own, dataset, self._checks, shared=False)
        self._order = _orderer([*shared, *own], list(columns))
        # What a row shares: its document's header; members have only the constants in common.
        self._shared_by: Callable[[Any], object] = operator.attrgetter("header") if dataset.kind == "fact" else type
        self._sharer: object = None
        self._shared_cells: list[str] = []
        self.header = (",".join(_quoted(name) if _special(name) else name for name in columns) + "\n").encode()

    def clashing(self, header: str, text: str) -> list[str]:
        """The different texts that a checked column has cut to this one, if there is more than one."""
        members = self._checks.members.get(header)
        return members.same(text) if members else []

    def encode(self, row: FactRow | ReferenceRow) -> bytes:
        """The row as one line.  Raises Unmapped."""
        if (sharer := self._shared_by(row)) is not self._sharer:
            self._shared_cells, self._sharer = self._shared.written(row), sharer
        line = ",".join(self._order(self._shared_cells + self._own.written(row)))
        return f"{line}\n".encode() if line else b'""\n'  # nobody reads an empty line as a row

    def texts(self, row: FactRow | ReferenceRow) -> dict[str, str]:
        """What the row says under each header, as it is before it is written into a line.  Raises Unmapped."""
        return self._shared.texts(row) | self._own.texts(row)

    def header_of(self, field: str) -> str | None:
        """The header of the column that is this field and nothing else."""
        found = (header for header, rule in self._columns.items() if rule == FieldRule(field=field))
        return next(found, None)

    def erase(self, row: FactRow) -> bytes:
        """The line of a row without figures: what it zeroes must go, whatever members it names."""
        return self._eraser.encode(row)

    @cached_property
    def _eraser(self) -> "Encoder":
        return Encoder(self._dataset, self._columns, self._checks.lenient())


class _Cells:
    """The texts of some columns, ready to be written.

    What the columns name is fetched at once, which takes a fraction of asking for each; what is not to be written as
    it is then gives way to the text that is made of it.
    """

    def __init__(self, columns: Mapping[str, Column], dataset: Dataset, checks: Checks, *, shared: bool) -> None:
        read = partial(_field, dataset=dataset, periods=checks.periods)
        plain = {header: _attribute(rule, dataset) for header, rule in columns.items() if header not in checks.members}
        self._headers = list(columns)
        paths = [plain.get(header) or _ANYTHING for header in columns]
        self._fetch = _fetcher_of_header(paths) if shared and dataset.kind == "fact" else _fetcher(paths)
        self._figures = [place for place, rule in enumerate(columns.values()) if _is_figure(rule)]
        self._made = [
            (place, checked(_cell(rule, read), header, checks, shared=shared))
            for place, (header, rule) in enumerate(columns.items())
            if not plain.get(header)
        ]
        self._texts = [place for place in range(len(columns)) if place not in self._figures]

    def texts(self, row: FactRow | ReferenceRow) -> dict[str, str]:
        """By header.  Raises Unmapped."""
        return dict(zip(self._headers, self._values(row), strict=True))

    def written(self, row: FactRow | ReferenceRow) -> list[str]:
        """In the order of the rules.  Raises Unmapped."""
        values = self._values(row)
        if _special("".join(values)):
            for place in self._texts:
                if _special(values[place]):
                    values[place] = _quoted(values[place])
        return values

    def _values(self, row: FactRow | ReferenceRow) -> list[str]:
        values = [*self._fetch(row)]
        for place in self._figures:
            values[place] = digits(values[place])
        for place, cell in self._made:
            values[place] = cell(row)
        return values


def _orderer(given: Sequence[str], wanted: Sequence[str]) -> Callable[[Sequence[str]], Sequence[str]]:
    """Brings what is given for some headers into the wanted order of the headers."""
    places = [given.index(header) for header in wanted]
    if len(places) > 1:
        return operator.itemgetter(*places)
    return lambda cells: cells  # a single item would come without a tuple


def _fetcher(paths: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """What is found under each of the paths."""
    if len(paths) > 1:
        return operator.attrgetter(*paths)
    each = [operator.attrgetter(path) for path in paths]  # of a single path it gives what it finds, and no tuple
    return lambda row: [one(row) for one in each]


def _fetcher_of_header(paths: Sequence[str]) -> Callable[[Any], Iterable[Any]]:
    """The same of a row's header, which is then looked up once."""
    fetch = _fetcher([path.removeprefix("header.") for path in paths])
    return lambda row: fetch(row.header)


def _is_shared(rule: Column, dataset: Dataset) -> bool:
    """Whether the column says the same on all rows of a document."""
    return all(dataset.kind == "fact" and field in {*Header.__struct_fields__, _PERIOD} for field in rule.fields)


def _is_figure(rule: Column) -> bool:
    return isinstance(rule, FieldRule) and rule.field in _NUMBERS


def _special(text: str) -> bool:
    return '"' in text or "," in text or "\n" in text or "\r" in text


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def _cell(rule: Column, read: Callable[[str], Cell]) -> Cell:
    match rule:
        case ConstantRule(constant=text):
            return lambda _row: text
        case TableRule():
            return _table(rule, read(rule.of))
        case TemplateRule():
            return _template(rule, [read(name) for name in rule.fields])
        case FieldRule():
            return read(rule.field)


def _field(name: str, dataset: Dataset, periods: Mapping[str, str]) -> Cell:
    if name == _PERIOD:
        return lambda row: periods[row.header.date]
    for prefix, attribute in _TRACKED.items():
        if name.startswith(prefix):
            return _tracked(operator.attrgetter(attribute), name.removeprefix(prefix))
    read = operator.attrgetter(_path(name, dataset))
    return (lambda row: digits(read(row))) if name in _NUMBERS else read


def _attribute(rule: Column, dataset: Dataset) -> str | None:
    """The path of what the column shows as it is; None where its text has to be made."""
    if not isinstance(rule, FieldRule) or rule.field == _PERIOD or rule.field.startswith(tuple(_TRACKED)):
        return None
    return _path(rule.field, dataset)


def _path(name: str, dataset: Dataset) -> str:
    if dataset.kind == "fact":
        return f"header.{name}" if name in Header.__struct_fields__ else name
    return "class_" if name == "class" else name


def _tracked(read: Callable[[Any], dict[str, str]], category: str) -> Cell:
    return lambda row: read(row).get(category, "")


def _template(rule: TemplateRule, reads: list[Cell]) -> Cell:
    if len(reads) == 2:  # noqa: PLR2004 - a pair
        return _pair(rule.texts, *reads)
    pattern = "%s".join(text.replace("%", "%%") for text in rule.texts)

    def cell(row: Any) -> str:
        values = [read(row) for read in reads]
        return "" if "" in values else pattern % tuple(values)

    return cell


def _pair(texts: tuple[str, ...], one: Cell, other: Cell) -> Cell:
    """A template of two fields, as nearly all are: without a loop it costs half."""
    before, between, after = texts

    def cell(row: Any) -> str:
        right = other(row)  # what the second one names is more often empty
        left = right and one(row)
        return f"{before}{left}{between}{right}{after}" if left else ""

    return cell


def _table(rule: TableRule, read: Cell) -> Cell:
    values = rule.values

    def cell(row: Any) -> str:
        value = read(row)
        if value and value not in values:
            raise NotInTable(rule.table, rule.of, value)
        return values[value] if value else ""

    return cell
