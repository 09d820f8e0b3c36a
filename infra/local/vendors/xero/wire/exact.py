"""JSON in which a number keeps the digits it came with: 0.10 is read and written as 0.10, never 0.1 or 0.1000000001."""

import json
from collections.abc import Mapping
from decimal import Decimal
from json.encoder import encode_basestring as quoted
from typing import Any


class Record(dict[str, Any]):
    """An object of the API that nobody changes once it is made; its JSON text is written only once."""

    __slots__ = ("_text",)
    _text: str

    @property
    def text(self) -> str:
        """This record as JSON."""
        try:
            return self._text
        except AttributeError:
            self._text = _object(self)
            return self._text


def loads(text: bytes | str) -> Any:
    """The value of a JSON text, with Decimal for every number that has a point; raises ValueError."""
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    """JSON without spaces and without float noise."""
    match value:
        case Record():
            return value.text
        case str():
            return quoted(value)
        case Mapping():
            return _object(value)
        case list() | tuple():
            return f"[{','.join(map(dumps, value))}]"
        case Decimal():
            return format(value, "f")  # never 1E+3
        case _:
            return json.dumps(value)


def _object(fields: Mapping[str, Any]) -> str:
    return "{" + ",".join(f"{quoted(key)}:{dumps(value)}" for key, value in fields.items()) + "}"
