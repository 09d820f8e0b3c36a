"""A small world for governors: states in memory, a clock to turn, and the simulator's own limits as the judge."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol, TypeVar

from ml_connector import plain
from ml_connector.errors import RateLimited
from ml_connector.limits.bucket import Bucket
from ml_connector.limits.gate import News
from ml_connector.limits.governor import Governor
from ml_connector.limits.state import Allowed, Priority, Reason, State

from infra.local.vendors.xero.gateway.limiter import Limiter, Verdict
from infra.local.vendors.xero.settings import Limits

T = TypeVar("T")
BEGIN = 1_700_000_000.0
TENANT, APP = "xero#t", "xero#app"
Window = Literal["fixed", "rolling"]
_REASONS: dict[str, Reason] = {
    "minute": "minute",
    "day": "day",
    "concurrent": "concurrent",
    "appminute": "appminute",
}


class Time(Protocol):
    """Tells the time and lets it pass."""

    def __call__(self) -> float: ...
    def sleep(self, seconds: float) -> None: ...


@dataclass
class Clock:
    """Seconds since 1970; sleeping turns it."""

    now: float = BEGIN

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@dataclass
class MemoryStates:
    """States as a store keeps them, through JSON, with a count of the writes."""

    kept: dict[str, str] = field(default_factory=dict)
    writes: int = 0

    def read(self, key: str) -> State:
        return plain.read_json(State, self.kept[key]) if key in self.kept else State()

    def change(self, key: str, decide: Callable[[State], tuple[State, T]]) -> T:
        state, answer = decide(self.read(key))
        if state != self.read(key):
            self.writes += 1
            self.kept[key] = plain.json(state)
        return answer


@dataclass
class MemoryBuckets:
    """One bucket, and how often it was written."""

    bucket: Bucket = field(default_factory=Bucket)
    writes: int = 0

    def change(self, _: str, decide: Callable[[Bucket], tuple[Bucket, T]]) -> T:
        new, answer = decide(self.bucket)
        self.writes += new != self.bucket
        self.bucket = new
        return answer


class Vendor:
    """Counts calls as the simulator does."""

    def __init__(self, clock: Time, limits: Limits) -> None:
        self.clock = clock
        self.limits = limits
        self._limiter = Limiter(limits)
        self.calls = 0
        self.problems: list[str] = []

    def receive(self, tenant: str = "t") -> tuple[AbstractContextManager[Verdict], News]:
        """Take a call in; it is in flight until the context is left."""
        self.calls += 1
        call = self._limiter.call(tenant, datetime.fromtimestamp(self.clock(), UTC))
        verdict = call.__enter__()
        if verdict.problem is None:
            return call, News(verdict.minute.remaining, verdict.day.remaining)
        problem, seconds = verdict.problem
        self.problems.append(problem)
        return call, News(verdict.minute.remaining, verdict.day.remaining, _REASONS[problem], seconds or 1.0)


class Holder:
    """One function that makes calls."""

    def __init__(
        self, states: MemoryStates, vendor: Vendor, allowed: Allowed, name: str, priority: Priority = "scheduled"
    ) -> None:
        clock = vendor.clock
        self.vendor = vendor
        self.name = name
        self.gate = Governor(states, TENANT, APP, allowed, name, priority, clock=clock, pause=clock.sleep)
        self.in_flight: tuple[AbstractContextManager[Verdict], News] | None = None
        self.sent_at = 0.0

    def send(self) -> RateLimited | None:
        """Send a call, or hear that one has to wait."""
        try:
            self.gate.enter()
        except RateLimited as limited:
            return limited
        self.in_flight = self.vendor.receive()
        self.sent_at = self.vendor.clock()
        return None

    def hear(self) -> None:
        """Get the answer."""
        assert self.in_flight is not None
        call, news = self.in_flight
        call.__exit__(None, None, None)
        self.in_flight = None
        self.gate.told(news)

    def die(self) -> None:
        """End without a word; the vendor finishes what it was asked."""
        if self.in_flight is not None:
            self.in_flight[0].__exit__(None, None, None)
            self.in_flight = None

    def work(self, calls: int, seconds_each: float = 0.2) -> tuple[int, float]:
        """Make calls until they are done or one has to wait; how many were made, and the seconds to wait."""
        for made in range(calls):
            self.gate.expect(calls - made)
            if (limited := self.send()) is not None:
                return made, limited.retry_after
            self.vendor.clock.sleep(seconds_each)
            self.hear()
        self.gate.finish()
        return calls, 0.0
