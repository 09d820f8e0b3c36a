"""Values that we write for ourselves: what travels between states, lies in tables and files, and is printed as JSON.

What vendors answer is read by ``xero`` and ``anaplan``; what people write, settings and credentials, is pydantic's.
"""

from datetime import datetime
from typing import Annotated, Any, TypeVar

from msgspec import Meta, Struct, convert, to_builtins
from msgspec.json import decode, encode

Instant = Annotated[datetime, Meta(tz=True)]
"""Aware; UTC wherever we write it."""

Count = Annotated[int, Meta(ge=0)]
"""Of whole things."""

S = TypeVar("S", bound=Struct)


class Plain(Struct, frozen=True, forbid_unknown_fields=True):
    """A frozen value that can be kept as JSON; anything unexpected in it is a mistake."""


def read(shape: type[S], told: Any) -> S:
    """What was told in JSON's own types, or is an item of DynamoDB; raises ValidationError saying where it is wrong."""
    return convert(to_builtins(told), shape, strict=False)


def read_json(shape: type[S], text: str | bytes) -> S:
    """What ``json`` wrote; raises ValidationError saying where it is wrong."""
    return decode(text, type=shape, strict=False)


def told(value: Struct) -> dict[str, Any]:
    """In JSON's own types: lists for tuples, and text for amounts and instants."""
    found: dict[str, Any] = decode(encode(value))
    return found


def json(value: Struct) -> str:
    """As JSON on one line."""
    return encode(value).decode()
