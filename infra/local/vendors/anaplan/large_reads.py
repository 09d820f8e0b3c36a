"""Views and lists that are read page by page: prepared once, kept for a while, given back by whoever asked.

Source: Anaplan, Initiate large read request (help.anaplan.com, 741ca811), Retrieve status (6216fdd8): kept for 30
minutes, and the time begins anew only with a page whose number is divisible by 100.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from threading import Lock
from uuid import uuid4

from infra.local.vendors.anaplan.actions.export import csv_bytes
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.common.clock import Clock

_KEPT = timedelta(minutes=30)
_RENEWS = 100


@dataclass
class LargeRead:
    """One request: a view or a list as it was when it was asked for, in pages of CSV."""

    id: str
    of: str
    pages: list[bytes]
    ready: datetime
    touched: datetime


class LargeReads:
    """All requests of one model."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock, self._switches = clock, switches
        self._kept: dict[str, LargeRead] = {}
        self._lock = Lock()

    def begin(self, of: str, header: Sequence[str], rows: Iterable[tuple[str, ...]]) -> LargeRead:
        """A new request, also if the same thing is being read already; of: its id."""
        now = self._clock.now()
        ready = now + timedelta(seconds=self._switches.large_read_seconds)
        read = LargeRead(uuid4().hex.upper(), of, self._pages(header, rows), ready, now)
        with self._lock:
            self._kept[read.id] = read
        return read

    def find(self, of: str, request_id: str) -> LargeRead | None:
        """The request, unless it was given back or forgotten."""
        with self._lock:
            read = self._kept.get(request_id)
        idle = read is None or read.of != of or self._clock.now() - read.touched > _KEPT
        return None if idle else read

    def is_ready(self, read: LargeRead) -> bool:
        """Whether all of its pages can be read."""
        return self._clock.now() >= read.ready

    def page(self, read: LargeRead, number: int) -> bytes | None:
        """One page, counted from 0; None if there is no such page yet."""
        if not self.is_ready(read) or not 0 <= number < len(read.pages):
            return None
        if number % _RENEWS == 0:
            read.touched = self._clock.now()
        return read.pages[number]

    def forget(self, read: LargeRead) -> None:
        """Give a request back."""
        with self._lock:
            self._kept.pop(read.id, None)

    def _pages(self, header: Sequence[str], of: Iterable[tuple[str, ...]]) -> list[bytes]:
        """The header stands on the first page only."""
        rows = iter(of)
        pages = [csv_bytes(header, islice(rows, self._switches.large_read_rows))]
        while batch := list(islice(rows, self._switches.large_read_rows)):
            first, *rest = batch
            pages.append(csv_bytes(first, rest))
        return pages
