"""Which documents that earlier runs have kept back, or put on a suspense member, can be loaded as they are now. Pure.

Each is mapped again as a trial, because only that tells: a member may have come, a table may have got an entry, the
chart an account, the books a lock date. Of those that would be kept back as before nobody hears.
"""

from collections.abc import Callable, Iterable, Mapping
from hashlib import blake2b
from typing import Protocol, TypeVar

from ml_connector.errors import MembersUnknown
from ml_connector.sync.documents import Document, Unreadable

MOST_PAGES = 100
"""Pages that one run looks through for one dataset: ten seconds or so."""

D = TypeVar("D", bound=Document)


class Seen(Protocol):
    """What a record says of a document that is open.

    held        rows that were kept back when it was seen last
    suspended   cells that stand on a suspense member
    run         that has sent rows of it last; empty if none has
    page        on which its newest version is
    """

    @property
    def held(self) -> int: ...
    @property
    def suspended(self) -> int: ...
    @property
    def run(self) -> str: ...
    @property
    def page(self) -> str: ...


def is_settled(seen: Seen, proven: Callable[[str], bool]) -> bool:
    """Whether all of an open document is in the model, and proven."""
    return not (seen.held or seen.suspended) and (not seen.run or proven(seen.run))


def pages_to_try(pages: Iterable[str], run: str, most: int = MOST_PAGES) -> list[str]:
    """So many pages, the same each time a run asks, and others in another run, so that every page gets its turn."""
    return sorted(pages, key=lambda page: blake2b(f"{run} {page}".encode(), digest_size=8).digest())[:most]


def returning(
    documents: Iterable[D | Unreadable],
    waiting: Mapping[str, Seen],
    out_of_place: Callable[[D], tuple[int, int] | None],
    proven: Callable[[str], bool],
) -> list[str]:
    """The ids of those that are to be mapped with the run.

    waiting        the documents that are open, by id
    out_of_place   how many rows of a document would be kept back now, and how many cells be on a suspense member; None:
                   all are kept back, its month is closed
    proven         whether a run's load of this dataset has been proven; what was sent without that is sent again
    """
    tried = (one for one in documents if one.id in waiting and not isinstance(one, Unreadable))
    return [one.id for one in tried if _is_better(one, waiting[one.id], out_of_place, proven)]


def _is_better(
    document: D, seen: Seen, out_of_place: Callable[[D], tuple[int, int] | None], proven: Callable[[str], bool]
) -> bool:
    try:
        now = out_of_place(document)
    except MembersUnknown:
        return False  # a run is stopped by what Xero tells anew, not by what waits already
    return now is not None and (now < (seen.held, seen.suspended) or (bool(seen.run) and not proven(seen.run)))
