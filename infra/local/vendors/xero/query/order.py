"""Reads ``order=Field [ASC|DESC][, …]`` and sorts by it; equals stay in the default order.

Source: Xero, Requests and responses, Ordering.
"""

from collections.abc import Sequence
from typing import Any

from infra.local.vendors.xero.query.errors import QueryWrong
from infra.local.vendors.xero.query.fields import field_named
from infra.local.vendors.xero.query.terms import Guid, field
from infra.local.vendors.xero.wire.exact import Record

_DIRECTIONS = {"": False, "asc": False, "ascending": False, "desc": True, "descending": True}


def ordered(records: Sequence[Record], text: str, collection: str) -> list[Record]:
    """The records in the order asked for; missing values come first. Raises QueryWrong."""
    result = list(records)
    for part in reversed(text.split(",")):
        path, descending = _read(part, collection)
        value = field(path)
        result.sort(key=lambda record, value=value: _key(value(record)), reverse=descending)  # type: ignore[misc] # mypy cannot infer a lambda with a default
    return result


def _read(part: str, collection: str) -> tuple[tuple[str, ...], bool]:
    name, _, direction = part.strip().partition(" ")
    first, *rest = name.split(".")
    known = field_named(collection, first)
    if known is None:
        raise QueryWrong(f"No property or field '{first}' exists in type '{collection}'")
    try:
        return (known, *rest), _DIRECTIONS[direction.strip().casefold()]
    except KeyError:
        raise QueryWrong(f"Syntax error in order: ASC or DESC expected, '{direction.strip()}' found") from None


def _key(value: Any) -> tuple[int, str, Any]:
    if value is None:
        return (0, "", 0)
    return (1, type(value).__name__, value.text if isinstance(value, Guid) else value)
