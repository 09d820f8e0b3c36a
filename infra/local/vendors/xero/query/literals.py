"""Values written out in a ``where``: texts, numbers, Guid(…) and DateTime(…)."""

import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.query.errors import QueryWrong
from infra.local.vendors.xero.query.terms import Guid
from infra.local.vendors.xero.query.tokens import Token

CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def literal(word: Token) -> str | Decimal:
    """A text without its quotes, or a number; raises QueryWrong for any other word."""
    match word.kind:
        case "string":
            return re.sub(r"\\(.)", r"\1", word.text[1:-1])
        case "number":
            return Decimal(word.text)
        case _:
            raise QueryWrong(f"Expression expected at index {word.at}")


def made(name: Token, arguments: list[Any]) -> Guid | datetime:
    """What Guid(…) or DateTime(…) makes; raises QueryWrong."""
    match name.text.casefold(), arguments:
        case "guid", [str(text)]:
            return Guid(text.casefold())
        case "datetime", [_, _, _, *_]:
            return _datetime(name, arguments)
        case _:
            raise QueryWrong(f"No applicable constructor exists in type '{name.text}' (at index {name.at})")


def _datetime(name: Token, arguments: list[Any]) -> datetime:
    try:
        year, month, day, *rest = (int(part) for part in arguments)
        hour, minute, second = [*rest, 0, 0, 0][:3]
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except ValueError as wrong:
        raise QueryWrong(f"DateTime at index {name.at}: {wrong}") from wrong
