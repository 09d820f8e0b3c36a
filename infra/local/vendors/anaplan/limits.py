"""The tenant's allowance of requests: a bucket of tokens that all users and clients share.

Source: Anaplan, Model busy behavior and retry strategy (help.anaplan.com, 27b77b79): 600, one more each 0.1 s.
"""

from datetime import timedelta
from email.utils import format_datetime
from math import ceil
from threading import Lock
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from infra.local.vendors.common.clock import Clock


class Limits(BaseModel):
    """``retry_after``: how a refusal says when to come back; Anaplan may leave that out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    capacity: Annotated[float, Field(gt=0)] = 600
    per_second: Annotated[float, Field(gt=0)] = 10
    retry_after: Literal["none", "seconds", "date"] = "seconds"


class TokenBucket:
    """Filled on the simulator's clock; safe from many threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self.limit(Limits())

    @property
    def limits(self) -> Limits:
        """The limits in force."""
        return self._limits

    def limit(self, limits: Limits) -> None:
        """Put other limits in force; the bucket is full then."""
        with self._lock:
            self._limits = limits
            self._level = limits.capacity
            self._filled_at = self._clock.now()

    def take(self) -> dict[str, str] | None:
        """None if the request may pass, otherwise the headers of the refusal."""
        with self._lock:
            now = self._clock.now()
            gained = max(0.0, (now - self._filled_at).total_seconds()) * self._limits.per_second
            self._level = min(self._limits.capacity, self._level + gained)
            self._filled_at = now
            if self._level < 1:
                return self._refusal()
            self._level -= 1
            return None

    def _refusal(self) -> dict[str, str]:
        wait = max(1, ceil((1 - self._level) / self._limits.per_second))
        match self._limits.retry_after:
            case "none":
                return {}
            case "seconds":
                return {"Retry-After": str(wait)}
            case "date":
                return {"Retry-After": format_datetime(self._clock.now() + timedelta(seconds=wait), usegmt=True)}
