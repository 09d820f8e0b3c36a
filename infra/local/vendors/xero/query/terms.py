"""Values in ``where`` and ``order``: what a record's field is worth, and how two values compare."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from infra.local.vendors.xero.query.errors import QueryWrong
from infra.local.vendors.xero.wire import dates

Value = Any  # None, bool, Decimal, datetime, str or Guid
Term = Callable[[Mapping[str, Any]], Value]

OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "==": eq,
    "=": eq,
    "!=": ne,
    "<>": ne,
    ">": gt,
    ">=": ge,
    "<": lt,
    "<=": le,
}


@dataclass(frozen=True, order=True)
class Guid:
    """An id. It compares with ids only: InvoiceID=="…" without Guid() is an error at Xero too."""

    text: str


def field(path: tuple[str, ...]) -> Term:
    """What the (dotted) field of a record is worth; None where it is missing on the way."""

    def read(record: Mapping[str, Any]) -> Value:
        value: Any = record
        for name in path:
            value = _part(value, name)
        return valued(path[-1], value)

    return read


def valued(name: str, raw: Any) -> Value:
    """A raw field of a record as something that compares."""
    if raw is None or isinstance(raw, bool | Decimal):
        return raw
    if isinstance(raw, int | float):
        return Decimal(str(raw))
    at = dates.instant(raw)
    if at:
        return at
    return Guid(str(raw).casefold()) if name.upper().endswith("ID") else str(raw)


def compared(left: Term, operator: str, right: Term) -> Callable[[Mapping[str, Any]], bool]:
    """A test of a record. Nothing is less or greater than null; different kinds cannot be compared."""
    compare = OPERATORS[operator]

    def test(record: Mapping[str, Any]) -> bool:
        one, other = left(record), right(record)
        if one is None or other is None:
            return compare in (eq, ne) and compare(one, other)
        if type(one) is not type(other):
            raise QueryWrong(
                f"Operator '{operator}' incompatible with operand types '{_kind(one)}' and '{_kind(other)}'"
            )
        return compare(one, other)

    return test


def _part(value: Any, name: str) -> Any:
    if not isinstance(value, Mapping):
        return None
    if name in value:
        return value[name]
    return next((part for key, part in value.items() if key.casefold() == name.casefold()), None)


def _kind(value: Value) -> str:
    kinds = {Guid: "Guid", str: "String", Decimal: "Decimal", datetime: "DateTime", bool: "Boolean"}
    return kinds[type(value)]
