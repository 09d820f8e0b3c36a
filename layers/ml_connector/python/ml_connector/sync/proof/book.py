"""The book: what every document that was ever loaded posts, by its id, so that a month can be compared as a whole.

A run sees the documents that have changed; a trial balance knows all of them. Each document stands in the book as it
was last seen, so folding a run in again, or an older one after a newer one, comes to the same book: nothing is added up
over runs. It is kept in shards by document, each with the sums of its documents on its first line.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.sync.money import ZERO
from ml_connector.sync.proof.allocations import Effect, Prepaid
from ml_connector.sync.proof.amounts import Place
from ml_connector.sync.proof.classes import Class, Classified
from ml_connector.sync.proof.postings import Posted

SHARDS = 16

Pairs = tuple[tuple[str, Decimal], ...]


class Entry(Struct, frozen=True):
    """One document.

    updated   the instant of its version, ISO; of two versions the later one counts
    kept      of its amounts, those that stand in quarantine
    rate      of a foreign document, for the payments of it; empty otherwise
    doubts, source, beside, prepaid   as ``Posted`` says
    """

    id: str
    updated: str
    period: str = ""
    amounts: Pairs = ()
    kept: Pairs = ()
    rate: str = ""
    doubts: tuple[str, ...] = ()
    source: str = ""
    beside: tuple[Effect, ...] = ()
    prepaid: Prepaid | None = None

    @property
    def posted(self) -> Posted:
        """What it posts."""
        return Posted(self.id, self.period, self.amounts, doubts=self.doubts, source=self.source, beside=self.beside)


class Sums(Struct, frozen=True):
    """What the documents of a shard, or of all of them, come to; doubts: months in which some of them have one."""

    posted: dict[Place, Decimal]
    kept: dict[Place, Decimal]
    beside: Classified
    doubts: set[str]


class Folded(Struct, frozen=True):
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
        if before is None or replace(before, updated=entry.updated) != entry:
            periods |= entry.posted.months | (before.posted.months if before else set())
        known[id_] = entry
    return Folded(list(_written(known)), periods)


def read(lines: Iterable[str]) -> Iterator[Entry]:
    """The documents of a shard."""
    walk = iter(lines)
    next(walk, None)
    for line in walk:
        yield _entry(line)


def sums(first_lines: Iterable[str]) -> Sums:
    """The sums of several shards, from the first line of each."""
    found = Sums({}, {}, {}, set())
    for line in first_lines:
        told = json.loads(line)
        for account, period, posted, kept in told["sums"]:
            _add(found.posted, Place(account, period), Decimal(posted))
            _add(found.kept, Place(account, period), Decimal(kept))
        for kind, account, period, amount in told["beside"]:
            _add(found.beside.setdefault(Class[kind], {}), Place(account, period), Decimal(amount))
        found.doubts.update(told["doubts"])
    return found


def _written(known: Mapping[str, Entry]) -> Iterator[str]:
    yield _json(_header(known.values()))
    yield from (_line(known[id_]) for id_ in sorted(known))


def _line(one: Entry) -> str:
    beside = [[effect.kind.name, effect.period, effect.account, str(effect.amount)] for effect in one.beside]
    prepaid = [str(one.prepaid.total), _texts(one.prepaid.lines)] if one.prepaid else None
    figures = (_texts(one.amounts), _texts(one.kept), one.rate, one.doubts, one.source, beside, prepaid)
    return _json([one.id, one.updated, one.period, *figures])


def _entry(line: str) -> Entry:
    id_, updated, period, amounts, kept, rate, doubts, source, beside, prepaid = json.loads(line)
    return Entry(
        id_,
        updated,
        period,
        _pairs(amounts),
        _pairs(kept),
        rate,
        tuple(doubts),
        source,
        tuple(Effect(Class[kind], month, at, Decimal(amount)) for kind, month, at, amount in beside),
        Prepaid(Decimal(prepaid[0]), _pairs(prepaid[1])) if prepaid else None,
    )


def _header(entries: Iterable[Entry]) -> dict[str, Any]:
    """The sums of a shard."""
    found = Sums({}, {}, {}, set())
    for entry in entries:
        for into, pairs in ((found.posted, entry.amounts), (found.kept, entry.kept)):
            for account, amount in pairs:
                _add(into, Place(account, entry.period), amount)
        for one in entry.beside:
            _add(found.beside.setdefault(one.kind, {}), Place(one.account, one.period), one.amount)
        found.doubts.update(entry.doubts)
    places = sorted({*found.posted, *found.kept})
    beside = sorted(
        (kind.name, place.account, place.period, str(x)) for kind, of in found.beside.items() for place, x in of.items()
    )
    return {
        "sums": [
            [at.account, at.period, str(found.posted.get(at, ZERO)), str(found.kept.get(at, ZERO))] for at in places
        ],
        "beside": beside,
        "doubts": sorted(found.doubts),
    }


def _add(into: dict[Place, Decimal], place: Place, amount: Decimal) -> None:
    if amount:
        into[place] = into.get(place, ZERO) + amount


def _pairs(read_as: list[list[str]]) -> Pairs:
    return tuple((account, Decimal(amount)) for account, amount in read_as)


def _texts(pairs: Pairs) -> list[list[str]]:
    return [[account, str(amount)] for account, amount in pairs]


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
