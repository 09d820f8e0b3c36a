"""Rows into the CSV lines of a load's file, by the rules of its columns.

Most columns say the same on every row of a document, so they are written once per document into the shape of its
lines, and each row only fills in the rest.
"""

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any

from ml_connector.columns import Column, ConstantRule, FieldRule, TableRule, TemplateRule
from ml_connector.datasets import TRACKING, TRACKING_NAME, Dataset
from ml_connector.sync.facts import FactRow, Header
from ml_connector.sync.references import ReferenceRow

_Cell = Callable[[Any], str]
_NUMBERS = {field.name for field in fields(FactRow) if field.type in (Decimal, Decimal | None)}


class Unmapped(Exception):
    """A table has no entry for a row's value; says how to mend it."""

    def __init__(self, table: str, field: str, value: str) -> None:
        super().__init__(f"the table {table} has no entry for the {field} '{value}'")
        self.remedy = f"add the line '{value},<member>' to {table}"


class Encoder:
    """Knows the columns of one load; gives its header and one line per row: UTF-8, comma, double quotes."""

    def __init__(self, dataset: Dataset, columns: Mapping[str, Column]) -> None:
        shared = {header: rule for header, rule in columns.items() if _is_shared(rule, dataset)}
        own = {header: rule for header, rule in columns.items() if header not in shared}
        self._shared, self._own = _Cells(shared.values(), dataset), _Cells(own.values(), dataset)
        self._places = len(own)
        self._frame = ",".join("%s" if header in shared else "%%s" for header in columns) + "\n"
        # What a row shares: its document's header; members have only the constants in common.
        self._shared_by: Callable[[Any], object] = operator.attrgetter("header") if dataset.kind == "fact" else type
        self._sharer: object = None
        self._shape = ""
        self.header = ",".join(map(_quoted, columns)) + "\n"

    def encode(self, row: FactRow | ReferenceRow) -> str:
        """The row as one line.  Raises Unmapped."""
        if (sharer := self._shared_by(row)) is not self._sharer:
            self._shape, self._sharer = self._shape_of(row), sharer
        line = self._shape % self._own.written(row)
        return line if line != "\n" else '""\n'  # nobody reads an empty line as a row

    def _shape_of(self, row: FactRow | ReferenceRow) -> str:
        """The line of any row with the same sharer, with %s where the row's own cells go."""
        cells = self._shared.written(row)
        shape = self._frame % cells
        if shape.count("%") == self._places:
            return shape
        return self._frame % tuple(cell.replace("%", "%%") for cell in cells)


class _Cells:
    """The texts of some columns, ready to be written."""

    def __init__(self, rules: Iterable[Column], dataset: Dataset) -> None:
        rules = list(rules)
        self._cells = [_cell(rule, dataset) for rule in rules]
        self._texts = [place for place, rule in enumerate(rules) if not _is_figure(rule)]

    def written(self, row: FactRow | ReferenceRow) -> tuple[str, ...]:
        """In the order of the rules.  Raises Unmapped."""
        values = [cell(row) for cell in self._cells]
        if _special("".join(values)):
            for place in self._texts:
                values[place] = _quoted(values[place])
        return tuple(values)


def _is_shared(rule: Column, dataset: Dataset) -> bool:
    """Whether the column says the same on all rows of a document."""
    return all(dataset.kind == "fact" and field in Header._fields for field in rule.fields)


def _is_figure(rule: Column) -> bool:
    return isinstance(rule, FieldRule) and rule.field in _NUMBERS


def _special(text: str) -> bool:
    return '"' in text or "," in text or "\n" in text or "\r" in text


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _special(cell) else cell


def _cell(rule: Column, dataset: Dataset) -> _Cell:
    match rule:
        case ConstantRule(constant=text):
            return lambda _row: text
        case TableRule():
            return _table(rule, _field(rule.of, dataset))
        case TemplateRule():
            return _template(rule, [_field(name, dataset) for name in rule.fields])
        case FieldRule():
            return _field(rule.field, dataset)


def _field(name: str, dataset: Dataset) -> _Cell:
    for prefix, attribute in ((TRACKING, "tracking"), (TRACKING_NAME, "tracking_name")):
        if name.startswith(prefix):
            return _tracked(operator.attrgetter(attribute), name.removeprefix(prefix))
    read = operator.attrgetter(_path(name, dataset))
    return _figure(read) if name in _NUMBERS else read


def _path(name: str, dataset: Dataset) -> str:
    if dataset.kind == "fact":
        return f"header.{name}" if name in Header._fields else name
    return "class_" if name == "class" else name


def _tracked(read: Callable[[Any], dict[str, str]], category: str) -> _Cell:
    return lambda row: read(row).get(category, "")


def _template(rule: TemplateRule, reads: list[_Cell]) -> _Cell:
    if len(reads) == 2:  # noqa: PLR2004 - a pair
        return _pair(rule.texts, *reads)
    pattern = "%s".join(text.replace("%", "%%") for text in rule.texts)

    def cell(row: Any) -> str:
        values = [read(row) for read in reads]
        return "" if "" in values else pattern % tuple(values)

    return cell


def _pair(texts: tuple[str, ...], one: _Cell, other: _Cell) -> _Cell:
    """A template of two fields, as nearly all are: without a loop it costs half."""
    before, between, after = texts

    def cell(row: Any) -> str:
        left, right = one(row), other(row)
        return f"{before}{left}{between}{right}{after}" if left and right else ""

    return cell


def _table(rule: TableRule, read: _Cell) -> _Cell:
    values = rule.values

    def cell(row: Any) -> str:
        value = read(row)
        if value and value not in values:
            raise Unmapped(rule.table, rule.of, value)
        return values[value] if value else ""

    return cell


def _figure(read: Callable[[Any], Decimal | None]) -> _Cell:
    """Without exponent and without needless zeros, so that an equal amount is always the same text."""

    def cell(row: Any) -> str:
        value = read(row)
        if not value:
            return "" if value is None else "0"
        digits = str(value)
        if "E" in digits:
            digits = format(value, "f")
        return digits.rstrip("0").rstrip(".") if digits[-1] == "0" and "." in digits else digits

    return cell
