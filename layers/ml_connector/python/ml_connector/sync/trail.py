"""The audit's entries, chained so that whoever changes, removes, adds or reorders one can be told. Pure.

An entry is one line of JSON. Its last member, ``chain``, is the SHA-256 of the chain of the entry before it and of its
own text; the first one follows the name of its part. The head, which is the chain of the last entry, is kept apart from
the entries, so a chain that was made anew does not end where it should.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.json import Encoder

_MARK = ',"chain":"'
_MARKED = _MARK.encode()
_encode = Encoder().encode


class Head(Struct, frozen=True):
    """Where a part ends: the chain of its last entry, and how many there are."""

    chain: str
    entries: int


class Flaw(Struct, frozen=True):
    """The first entry that does not fit, counted from 0, and what is wrong with it."""

    entry: int
    what: str


class Chain:
    """Makes lines of entries, one after the other.

    shared   what every entry says that does not say otherwise
    """

    def __init__(self, part: str, shared: Mapping[str, Any] = MappingProxyType({})) -> None:
        self._told, self._names, self._shared = shared, frozenset(shared), _members(shared)
        self._chain, self._entries = _digest(part), 0

    @property
    def head(self) -> Head:
        """Where it ends now."""
        return Head(self._chain, self._entries)

    def line(self, entry: Mapping[str, Any]) -> bytes:
        """The entry as text with its place and its chain, without a newline."""
        shared = self._shared
        if not self._names.isdisjoint(entry):  # a name that stands twice is no JSON that everybody reads
            shared = _members({name: value for name, value in self._told.items() if name not in entry})
        text = b'{"n":%d%b%b' % (self._entries, shared, _members(entry))
        self._chain = hashlib.sha256(self._chain.encode() + text).hexdigest()
        self._entries += 1
        return b'%b%b%b"}' % (text, _MARKED, self._chain.encode())


def flaw(lines: Iterable[str], part: str, head: Head) -> Flaw | None:
    """Compare a part's lines with its head; None if every entry is as it was written."""
    chain, place = _digest(part), 0
    for line in lines:
        if place == head.entries:
            return Flaw(place, "an entry was added after the last one")
        text, _, told = line.rpartition(_MARK)
        chain = _digest(chain + text)
        if told != f'{chain}"}}':
            return Flaw(place, _why(text, place))
        place += 1
    if place < head.entries:
        return Flaw(place, f"the part ends here, but had {head.entries} entries")
    if chain != head.chain:
        return Flaw(0, "the chain fits in itself but is not the one whose head was kept: the part was written anew")
    return None


def stated_head(lines: Iterable[str], part: str) -> Head:
    """Where a part ends by its own account."""
    head = Head(_digest(part), 0)
    for line in lines:
        head = Head(line.rpartition(_MARK)[2].removesuffix('"}'), head.entries + 1)
    return head


def head_of(heads: Mapping[str, Head]) -> Head:
    """The head of a whole run: of a chain over its parts, in the order of their names."""
    chain = Chain("run")
    for part in sorted(heads):
        chain.line({"part": part, "head": heads[part].chain, "entries": heads[part].entries})
    return chain.head


def _members(entry: Mapping[str, Any]) -> bytes:
    """As they stand in JSON behind others."""
    return b"," + _encode(entry)[1:-1] if entry else b""


def _why(text: str, place: int) -> str:
    try:
        told = json.loads(text + "}")["n"]
    except (ValueError, LookupError, TypeError):
        return "this is no entry"
    if told == place:
        return "the entry or its chain was changed"
    return f"entry {told} stands in this place: an entry is missing, or they were reordered"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
