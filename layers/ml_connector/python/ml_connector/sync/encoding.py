"""Rows into the CSV lines of a load's file, by the rules of its columns."""

import csv
import io
import operator
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from ml_connector.columns import Column, ConstantRule, FieldRule, TableRule, TemplateRule
from ml_connector.datasets import TRACKING, TRACKING_NAME, Dataset
from ml_connector.sync.facts import FactRow, Header
from ml_connector.sync.references import ReferenceRow

_Cell = Callable[[Any], str]


class Unmapped(Exception):
    """A table has no entry for a row's value; says how to mend it."""

    def __init__(self, table: str, field: str, value: str) -> None:
        super().__init__(f"the table {table} has no entry for the {field} '{value}'")
        self.remedy = f"add the line '{value},<member>' to {table}"


class Encoder:
    """Knows the columns of one load; gives its header and one line per row: UTF-8, comma, double quotes."""

    def __init__(self, dataset: Dataset, columns: Mapping[str, Column]) -> None:
        self._cells = [_cell(rule, dataset) for rule in columns.values()]
        self._line = io.StringIO()
        self._write = csv.writer(self._line, lineterminator="\n").writerow
        self.header = self._csv(columns)

    def encode(self, row: FactRow | ReferenceRow) -> str:
        """The row as one line.  Raises Unmapped."""
        return self._csv([cell(row) for cell in self._cells])

    def _csv(self, cells: Iterable[str]) -> str:
        self._line.seek(0)
        self._line.truncate()
        self._write(cells)
        return self._line.getvalue()


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
    return lambda row: value if type(value := read(row)) is str else _text(value)


def _path(name: str, dataset: Dataset) -> str:
    if dataset.kind == "fact":
        return f"header.{name}" if name in Header.__slots__ else name
    return "class_" if name == "class" else name


def _tracked(read: Callable[[Any], dict[str, str]], category: str) -> _Cell:
    return lambda row: read(row).get(category, "")


def _template(rule: TemplateRule, fields: list[_Cell]) -> _Cell:
    first, *texts = rule.texts

    def cell(row: Any) -> str:
        values = [field(row) for field in fields]
        return first + "".join(map(operator.add, values, texts)) if all(values) else ""

    return cell


def _table(rule: TableRule, read: _Cell) -> _Cell:
    values = rule.values

    def cell(row: Any) -> str:
        value = read(row)
        if value and value not in values:
            raise Unmapped(rule.table, rule.of, value)
        return values[value] if value else ""

    return cell


def _text(value: Any) -> str:
    """Numbers without exponent and without needless zeros, so that an equal amount is always the same text."""
    if value is None:
        return ""
    if not isinstance(value, Decimal):
        return str(value)
    digits = str(value)
    if "E" in digits:
        digits = format(value, "f")
    return (digits.rstrip("0").rstrip(".") or "0") if "." in digits else digits
