"""A bucket of calls that fills up steadily, shared by all functions: how Anaplan limits a tenant.

A function takes a handful at a time and keeps it for a minute, so that few of its calls cost a write.
"""

import random
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

from ml_connector.errors import RateLimited
from ml_connector.plain import Plain

T = TypeVar("T")

HANDFUL = 20
"""Calls taken at once; fewer of a small allowance."""

_FUNCTIONS = 15
"""How many functions may hold a handful each while the bucket is full, without more calls than the vendor takes."""

_KEPT_SECONDS = 60.0
_PATIENCE = 15.0
"""Seconds that a call may be held up: Anaplan asks for 10, which is less than a new invocation costs."""

_FIRST_BACK_OFF = 1.0


class Bucket(Plain, frozen=True, omit_defaults=True):
    """The level at an instant (seconds since 1970); nobody may call before ``closed``."""

    level: float | None = None
    at: float = 0.0
    closed: float = 0.0


class Buckets(Protocol):
    """Where buckets are kept; ``stores.limits.LimitStore`` is one."""

    def change(self, key: str, decide: Callable[[Bucket], tuple[Bucket, T]]) -> T:
        """Replace a bucket by what ``decide`` makes of it; asked again if somebody else was faster."""


def take(bucket: Bucket, wanted: int, a_minute: int, now: float) -> tuple[Bucket, int, float]:
    """Take up to ``wanted`` calls; returns how many there were, and the seconds until there is one if there was none.

    a_minute   what flows in per minute; half of it is what the bucket holds, the other half may be in hands
    """
    if now < bucket.closed:
        return bucket, 0, bucket.closed - now
    gained = max(0.0, now - bucket.at) * a_minute / 60
    most = a_minute / 2
    level = most if bucket.level is None else min(most, bucket.level + gained)
    taken = min(wanted, max(1, a_minute // (2 * _FUNCTIONS)), int(level))
    rest = Bucket(level=level - taken, at=now)
    return rest, taken, 0.0 if taken else (1 - level) * 60 / a_minute


def close(bucket: Bucket, seconds: float, now: float) -> Bucket:
    """Empty, and closed for as long as the vendor said."""
    return Bucket(level=0.0, at=max(now + seconds, bucket.closed), closed=max(now + seconds, bucket.closed))


class Throttle:
    """Leave for one call after the other of one function.

    key           of the bucket
    clock, pause  seconds since 1970, and how to wait for some
    """

    def __init__(
        self,
        buckets: Buckets,
        key: str,
        a_minute: int,
        *,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._buckets = buckets
        self._key = key
        self._a_minute = a_minute
        self._clock = clock
        self._pause = pause
        self._left = 0
        self._until = 0.0

    def enter(self) -> None:
        """Return when one call may be made; raises RateLimited when that takes longer than is worth waiting for."""
        if not self._left or self._clock() > self._until:
            self._take()
        self._left -= 1

    def refused(self, seconds: float) -> None:
        """The vendor had none left, and asked for a pause."""
        self._left = 0
        now = self._clock()
        self._buckets.change(self._key, lambda bucket: (close(bucket, seconds, now), None))

    def _take(self) -> None:
        deadline = self._clock() + _PATIENCE
        tried = 0
        while True:
            taken, wait = self._buckets.change(self._key, self._decide)
            now = self._clock()
            if taken:
                self._left, self._until = taken, now + _KEPT_SECONDS
                return
            # Full jitter on top, longer each time: functions that were refused together must not come back together.
            wait += random.uniform(0, _FIRST_BACK_OFF * 2**tried)  # noqa: S311  (a pause, no secret)
            if now + wait > deadline:
                raise RateLimited(
                    f"{self._key}: the tenant's {self._a_minute} calls a minute are used up for the next {wait:.0f} s",
                    wait,
                )
            self._pause(wait)
            tried += 1

    def _decide(self, bucket: Bucket) -> tuple[Bucket, tuple[int, float]]:
        rest, taken, wait = take(bucket, HANDFUL, self._a_minute, self._clock())
        return (rest if taken else bucket), (taken, wait)
