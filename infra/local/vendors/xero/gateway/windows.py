"""Counting calls in a span of time, in the two ways Xero's pages describe. Not thread-safe: the limiter locks."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Protocol


@dataclass(frozen=True)
class Count:
    """How many calls are left, and the seconds to wait if this one was too many."""

    remaining: int
    retry_after: int | None


class Window(Protocol):
    """A count of calls."""

    def take(self, now: datetime, limit: int) -> Count:
        """Count one call."""


class FixedWindow:
    """Begins with the first call in it and ends a span later; calls that are refused count too."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._begun: datetime | None = None
        self._used = 0

    def take(self, now: datetime, limit: int) -> Count:
        """Count one call."""
        if self._begun is None or not self._begun <= now < self._begun + self._span:
            self._begun, self._used = now, 0
        self._used += 1
        over = self._used > limit
        return Count(max(limit - self._used, 0), _seconds(self._begun + self._span - now) if over else None)


class RollingWindow:
    """Looks back one span from every call; calls that are refused do not count, or nobody would get in again."""

    def __init__(self, span: timedelta) -> None:
        self._span = span
        self._calls: deque[datetime] = deque()

    def take(self, now: datetime, limit: int) -> Count:
        """Count one call."""
        while self._calls and not self._calls[0] <= now < self._calls[0] + self._span:
            self._calls.popleft()
        if len(self._calls) >= limit:
            return Count(0, _seconds(self._calls[-limit] + self._span - now))
        self._calls.append(now)
        return Count(limit - len(self._calls), None)


def _seconds(span: timedelta) -> int:
    return max(ceil(span.total_seconds()), 1)
