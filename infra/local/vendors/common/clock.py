"""The simulators' own time: real time at first, which an operator or a test may move.

Knows nothing of vendors. Nothing here sleeps: whatever a simulator does over time is worked out from ``now()``.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock


def real_time() -> datetime:
    """The machine's time, aware UTC."""
    return datetime.now(UTC)


class Clock:
    """A clock that can be advanced, set and sped up; safe to use from many threads."""

    def __init__(self, real: Callable[[], datetime] = real_time) -> None:
        self._real = real
        self._lock = Lock()
        self._shown_at = real()
        self._shown = self._shown_at
        self._factor = 1.0

    def now(self) -> datetime:
        """The simulated instant, aware UTC."""
        with self._lock:
            return self._read()

    def advance(self, by: timedelta) -> datetime:
        """Jump by a span (backwards too) and give the new instant."""
        with self._lock:
            return self._anchor(self._read() + by)

    def set(self, instant: datetime) -> datetime:
        """Jump to an aware instant; time goes on from there."""
        with self._lock:
            return self._anchor(instant.astimezone(UTC))

    def speed(self, factor: float) -> datetime:
        """Let time run ``factor`` times as fast as real time from now on; 0 stops it."""
        with self._lock:
            now = self._anchor(self._read())
            self._factor = factor
            return now

    def reset(self) -> datetime:
        """Back to real time."""
        with self._lock:
            self._factor = 1.0
            return self._anchor(self._real())

    def _read(self) -> datetime:
        return self._shown + (self._real() - self._shown_at) * self._factor

    def _anchor(self, instant: datetime) -> datetime:
        self._shown_at = self._real()
        self._shown = instant
        return instant
