"""What was asked of a simulator: one entry per request, never headers or bodies (they hold secrets)."""

import re
from threading import Lock
from typing import NamedTuple

DROPPED = 0  # the status of a request whose connection was cut


class Entry(NamedTuple):
    """One request. ``at`` is ISO 8601 in simulated time, ``seconds`` is real time, ``status`` 0 if the line was cut."""

    n: int
    at: str
    method: str
    path: str
    query: str
    status: int
    tenant: str | None
    seconds: float


class Journal:
    """Requests in the order in which they were finished, numbered from 1; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: list[Entry] = []
        self._last = 0

    def record(
        self, *, at: str, method: str, path: str, query: str, status: int, tenant: str | None, seconds: float
    ) -> None:
        """Add a finished request."""
        with self._lock:
            self._last += 1
            self._entries.append(Entry(self._last, at, method, path, query, status, tenant, seconds))

    def entries(self, since: int = 0) -> list[Entry]:
        """Entries whose number is greater than ``since``."""
        with self._lock:
            return [entry for entry in self._entries if entry.n > since]

    def count(self, method: str, path: str) -> int:
        """How many requests had this method and a path in which the regular expression is found."""
        pattern = re.compile(path, re.IGNORECASE)
        return sum(entry.method == method and bool(pattern.search(entry.path)) for entry in self.entries())

    def clear(self) -> None:
        """Forget the entries; numbers go on, so that a reader's ``since`` stays good."""
        with self._lock:
            self._entries.clear()
