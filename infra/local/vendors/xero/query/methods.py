"""The text methods that a ``where`` may call on a field."""

from collections.abc import Callable
from typing import Any

from infra.local.vendors.xero.query.errors import QueryWrong
from infra.local.vendors.xero.query.terms import Term

Method = Callable[[Term, list[Any]], Term]


def _asking(ask: Callable[[str, str], bool]) -> Method:
    def method(of: Term, arguments: list[Any]) -> Term:
        if len(arguments) != 1 or not isinstance(arguments[0], str):
            raise QueryWrong("No applicable method exists in type 'String': one text expected")
        return lambda record: ask(_text(of(record)), arguments[0])

    return method


def _turning(turn: Callable[[str], str]) -> Method:
    def method(of: Term, arguments: list[Any]) -> Term:
        if arguments:
            raise QueryWrong("No applicable method exists in type 'String': no argument expected")
        return lambda record: turn(_text(of(record)))

    return method


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise QueryWrong("No applicable method exists: the field is no 'String'")
    return value


METHODS: dict[str, Method] = {
    "contains": _asking(lambda text, part: part in text),
    "startswith": _asking(str.startswith),
    "endswith": _asking(str.endswith),
    "tolower": _turning(str.lower),
    "toupper": _turning(str.upper),
}
