"""The book: what every document that was ever loaded posts, by its id, so that a month can be compared as a whole.

A run sees the documents that have changed; a trial balance knows all of them. Each document stands in the book as it
was last seen, so folding a run in again, or an older one after a newer one, comes to the same book: nothing is added up
over runs. It is kept in shards by document, each with the sums of its documents on its first line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from ml_connector.sync.money import ZERO
from ml_connector.sync.proof.amounts import Place
from ml_connector.sync.proof.postings import Posted

SHARDS = 16

Pairs = tuple[tuple[str, Decimal], ...]


class Entry(NamedTuple):
    """One document.

    updated   the instant of its version, ISO; of two versions the later one counts
    kept      of its amounts, those that stand in quarantine
    rate      of a foreign document, for the payments of it; empty otherwise
    source    the id under which journals know it, if that is another one
    """

    id: str
    updated: str
    period: str = ""
    amounts: Pairs = ()
    kept: Pairs = ()
    rate: str = ""
    rate_unknown: bool = False
    source: str = ""

    @property
    def posted(self) -> Posted:
        """What it posts."""
        return Posted(self.id, self.period, self.amounts, self.rate_unknown, source=self.source)


class Sums(NamedTuple):
    """What the documents of a shard, or of all of them, come to."""

    posted: dict[Place, Decimal]
    kept: dict[Place, Decimal]


class Folded(NamedTuple):
    """A shard after some documents were folded in; periods: the months in which something has changed."""

    lines: list[str]
    periods: set[str]


def shard_of(document_id: str) -> int:
    """Where a document stands."""
    return hashlib.blake2b(document_id.encode(), digest_size=1).digest()[0] % SHARDS


def fold(lines: Iterable[str], entries: Mapping[str, Entry]) -> Folded:
    """The shard with these documents as they are now."""
    known = {entry.id: entry for entry in read(lines)}
    periods: set[str] = set()
    for id_, entry in entries.items():
        before = known.get(id_)
        if before is not None and before.updated > entry.updated:
            continue
        if before is None or before[2:] != entry[2:]:
            periods |= {entry.period, before.period if before else ""}
        known[id_] = entry
    return Folded(list(_written(known)), periods - {""})


def read(lines: Iterable[str]) -> Iterator[Entry]:
    """The documents of a shard."""
    walk = iter(lines)
    next(walk, None)
    for line in walk:
        id_, updated, period, amounts, kept, rate, unknown, source = json.loads(line)
        yield Entry(id_, updated, period, _pairs(amounts), _pairs(kept), rate, bool(unknown), source)


def sums(first_lines: Iterable[str]) -> Sums:
    """The sums of several shards, from the first line of each."""
    found = Sums({}, {})
    for line in first_lines:
        for account, period, posted, kept in json.loads(line):
            _add(found.posted, Place(account, period), Decimal(posted))
            _add(found.kept, Place(account, period), Decimal(kept))
    return found


def _written(known: Mapping[str, Entry]) -> Iterator[str]:
    posted: dict[Place, Decimal] = {}
    kept: dict[Place, Decimal] = {}
    for entry in known.values():
        for into, pairs in ((posted, entry.amounts), (kept, entry.kept)):
            for account, amount in pairs:
                _add(into, Place(account, entry.period), amount)
    places = sorted({*posted, *kept})
    yield _json([[*place, str(posted.get(place, ZERO)), str(kept.get(place, ZERO))] for place in places])
    for id_ in sorted(known):
        entry = known[id_]
        amounts, back = ([[account, str(x)] for account, x in pairs] for pairs in (entry.amounts, entry.kept))
        unknown = int(entry.rate_unknown)
        yield _json([id_, entry.updated, entry.period, amounts, back, entry.rate, unknown, entry.source])


def _add(into: dict[Place, Decimal], place: Place, amount: Decimal) -> None:
    if amount:
        into[place] = into.get(place, ZERO) + amount


def _pairs(read_as: list[list[str]]) -> Pairs:
    return tuple((account, Decimal(amount)) for account, amount in read_as)


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
