"""Cuts a ``where`` into its words."""

import re
from typing import NamedTuple

from infra.local.vendors.xero.query.errors import QueryWrong

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<string>"(?:[^"\\]|\\.)*")
      | (?P<number>-?\d+(?:\.\d+)?)[mM]?
      | (?P<name>[A-Za-z_]\w*)
      | (?P<sign>==|!=|<>|>=|<=|&&|\|\||[=<>().,])
    )""",
    re.VERBOSE,
)


class Token(NamedTuple):
    """One word; ``kind`` is string, number, name, sign or end."""

    kind: str
    text: str
    at: int


def tokens(text: str) -> list[Token]:
    """The words of a where with an end mark; raises QueryWrong."""
    found: list[Token] = []
    at = 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None or match.lastgroup is None:
            raise QueryWrong(f"Syntax error '{text[at:].strip()[0]}' at index {at}")
        found.append(Token(match.lastgroup, match[match.lastgroup], at))
        at = match.end()
    return [*found, Token("end", "", len(text))]
