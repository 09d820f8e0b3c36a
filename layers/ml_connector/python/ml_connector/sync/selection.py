"""Which parked page a replay takes each document from: always the one with the newest version that was ever seen.

A page holds the version of its day. The record of a document says which version was seen last and on which page, so an
old version is never brought back, whichever run or month is replayed.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from ml_connector.sync.payload import Replay


class Seen(Protocol):
    """What a record says of its document.

    open   which run has kept rows of it back; empty if none are
    page   where it was seen last, empty if nobody knows
    """

    @property
    def document_id(self) -> str: ...
    @property
    def period(self) -> str: ...
    @property
    def updated(self) -> datetime | None: ...
    @property
    def open(self) -> str: ...
    @property
    def page(self) -> str: ...


Sources = dict[str, set[str]]
"""Page keys to the ids that count there."""


def fits(replay: Replay, seen: Seen) -> bool:
    """Whether the document is one of those that are to be replayed, as far as its record tells."""
    return (
        bool(seen.page)
        and (not replay.held or bool(seen.open))
        and (replay.period is None or replay.period == seen.period)
        and (not replay.documents or seen.document_id in replay.documents)
    )


def from_records(replay: Replay, records: Iterable[Seen]) -> Sources:
    """The pages of the newest versions."""
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for seen in records:
        if fits(replay, seen):
            sources[seen.page].add(seen.document_id)
    return dict(sources)


def from_pages(
    replay: Replay,
    pages: Sequence[tuple[str, Mapping[str, datetime | None]]],
    records: Mapping[str, Seen],
) -> Sources:
    """What a run has pulled, each document from the page of its newest version.

    pages     of the run, in the order in which they were read: key, and the versions on it by id
    records   of these documents; one that is not there was never mapped, and the run's own page counts
    """
    own = {id_: (key, version) for key, versions in pages for id_, version in versions.items()}
    known = (seen for id_, seen in records.items() if id_ in own and not _is_newer(own[id_][1], seen))
    sources = from_records(replay, known)
    if replay.held or replay.period:
        return sources  # what has no record, or one of an older version, is neither kept back nor known by its month
    for id_, (key, version) in own.items():
        seen = records.get(id_)
        wanted = not replay.documents or id_ in replay.documents
        if wanted and (seen is None or _is_newer(version, seen)):
            sources.setdefault(key, set()).add(id_)
    return sources


def _is_newer(version: datetime | None, seen: Seen) -> bool:
    return not seen.page or (version is not None and seen.updated is not None and version > seen.updated)
