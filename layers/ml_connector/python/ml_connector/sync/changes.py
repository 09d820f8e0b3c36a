"""What has to be sent for one document, given what earlier runs may have left in the model.

The model forgets nothing by itself: a line that is sent stays until a later row zeroes it. So each document's record
says which line keys may hold a value, and is written before the rows are sent. A record counts as the truth once its
run is proven; until then everything it names, and everything the record before it named, may be in the model.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct


class Record(Protocol):
    """What is remembered of a document."""

    @property
    def run(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def updated(self) -> datetime | None: ...
    @property
    def lines(self) -> Sequence[str]: ...
    @property
    def before(self) -> Sequence[str]: ...
    @property
    def held(self) -> int: ...
    @property
    def suspended(self) -> int: ...


class Change(Struct, frozen=True, gc=False):
    """What to do about one document.

    send         False: nothing new to tell
    vanished     line keys that must be zeroed although the document no longer has them
    lines        line keys that hold a value once this has been loaded
    before       line keys that may hold one until then
    older        the model was given a newer version than this one
    """

    send: bool
    fingerprint: str
    vanished: Sequence[str] = ()
    lines: Sequence[str] = ()
    before: Sequence[str] = ()
    older: bool = False


def fingerprint(encoded: Iterable[bytes]) -> str:
    """Of the lines that would be sent: equal exactly when loading them again would change nothing."""
    return hashlib.blake2b(b"".join(encoded), digest_size=16).hexdigest()


def change(
    live: Mapping[str, bytes],
    zero: Mapping[str, bytes],
    updated: datetime,
    record: Record | None,
    run: str,
    proven: Callable[[str], bool],
) -> Change:
    """Compare a document with its record; an older version than the one that was seen last is never sent.

    live, zero   line key to encoded line, of the rows with and without figures
    proven       whether a run's load of this dataset has been proven
    """
    mark = fingerprint([*live.values(), *zero.values()])
    if record is None:
        return Change(send=bool(live or zero), fingerprint=mark, lines=tuple(live))
    if (record.updated or updated) > updated:
        return Change(send=False, fingerprint=mark, older=True)
    settled = record.run != run and proven(record.run)
    if settled and record.fingerprint == mark:
        return Change(send=False, fingerprint=mark)
    held = dict.fromkeys(record.lines if settled else (*record.lines, *record.before))
    vanished = tuple(key for key in held if key not in live and key not in zero)
    return Change(
        send=bool(live or zero or vanished),
        fingerprint=mark,
        vanished=vanished,
        lines=tuple(live),
        before=tuple(key for key in held if key not in live),
    )
