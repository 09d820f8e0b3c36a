"""The notes in the history of records. Source: Xero, History and Notes."""

from collections.abc import Iterable
from datetime import datetime
from threading import Lock

from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

_USER = "System Generated"


class History:
    """The notes of all records of one organisation, newest first; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._notes: dict[tuple[str, str], list[Record]] = {}

    def add(self, collection: str, record_id: str, details: Iterable[str], now: datetime) -> list[Record]:
        """Add notes to a record; how they are shown."""
        added = [_note(text, now) for text in details]
        with self._lock:
            self._notes.setdefault((collection, record_id.casefold()), [])[:0] = reversed(added)
        return added

    def of(self, collection: str, record_id: str) -> list[Record]:
        """The notes of a record."""
        with self._lock:
            return list(self._notes.get((collection, record_id.casefold()), ()))


def _note(details: str, now: datetime) -> Record:
    return Record(
        Changes="Note",
        DateUTCString=dates.text(now),
        DateUTC=dates.stamp(now),
        User=_USER,
        Details=details,
    )
