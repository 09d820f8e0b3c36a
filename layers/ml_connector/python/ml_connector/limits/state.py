"""What is remembered of one tenant's limits: who may call, what was called, and why nobody may."""

from typing import Literal

from msgspec import field

from ml_connector.limits.calls import Calls
from ml_connector.plain import Plain

Priority = Literal["first", "scheduled", "backfill"]
"""first: journals and webhooks, for which somebody waits; backfill: what may take days."""

RANK: dict[Priority, int] = {"first": 0, "scheduled": 1, "backfill": 2}

Reason = Literal["minute", "day", "concurrent", "appminute"]


def _minute() -> Calls:
    return Calls(span=60, grain=1)


def _day() -> Calls:
    return Calls(span=86_400, grain=600)


class Allowed(Plain, frozen=True):
    """The limits in force.

    reserve   calls of the day that backfill leaves to others
    """

    minute: int = 60
    day: int = 5_000
    concurrent: int = 5
    reserve: int = 0

    def of_the_day(self, priority: Priority) -> int:
        """Calls of a day that a priority may use."""
        return self.day - self.reserve if priority == "backfill" else self.day


class Block(Plain, frozen=True):
    """A place in flight and some calls, reserved for one holder who calls one after the other.

    starts     from when on each of the calls may be sent; they are reserved and not reported yet
    spend_by   until when they may be sent
    until      when the holder is given up: its place is free, and its calls are taken as used
    """

    starts: tuple[float, ...]
    spend_by: float
    until: float


class Wish(Plain, frozen=True):
    """What somebody waits for, so that those who come after in rank leave it."""

    rank: int
    calls: int
    until: float


class Pause(Plain, frozen=True):
    """Nobody may call before ``until``; the first one then may, because only an answer tells what is left."""

    until: float
    reason: Reason


class Told(Plain, frozen=True):
    """What the vendor said is left, on a call sent at ``sent`` and answered at ``answered``."""

    sent: float
    answered: float
    minute: int | None = None
    day: int | None = None


class State(Plain, frozen=True, omit_defaults=True):
    """One tenant.

    parallel, parallel_until   fewer in flight than allowed, for a while, because the vendor found them too many
    """

    minute: Calls = field(default_factory=_minute)
    day: Calls = field(default_factory=_day)
    blocks: dict[str, Block] = field(default_factory=dict)
    wishes: dict[str, Wish] = field(default_factory=dict)
    pause: Pause | None = None
    parallel: int | None = None
    parallel_until: float = 0.0

    def reserved(self) -> int:
        """Calls that holders may have made, or will make, without having reported them."""
        return sum(len(block.starts) for block in self.blocks.values())

    def reserved_starts(self, now: float) -> list[float]:
        """Of those that a minute can hold, from when on each may be sent."""
        recent = (block for block in self.blocks.values() if now <= block.spend_by + self.minute.span)
        return sorted(start for block in recent for start in block.starts)
