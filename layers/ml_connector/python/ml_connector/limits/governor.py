"""One holder's way through a tenant's limits: reserves calls in blocks, spends them, reports them with the next block.

A block costs one write, whatever its size. Knows the rules and where states are kept; sleeps for a few seconds at most.
"""

import math
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol, TypeVar

from ml_connector.errors import RateLimited
from ml_connector.limits import rules
from ml_connector.limits.gate import News
from ml_connector.limits.rules import Ask, Granted, Report, Wait
from ml_connector.limits.state import Allowed, Pause, Priority, Reason, State, Told

T = TypeVar("T")

MOST_AT_ONCE = 15
_SECONDS_OF_A_BLOCK = 15.0
"""A block is a quarter of a minute's, so that others have their turn and a holder that dies does not hold them up."""

_SECONDS_OF_A_CALL = 90
"""A call is not begun unless its place in flight is safe for that long."""

_WORDS: dict[Reason, str] = {
    "minute": "the calls of this minute are used up",
    "day": "the calls of this day are used up",
    "concurrent": "as many calls as are allowed at once are under way",
    "appminute": "the app's calls of this minute, over all organisations, are used up",
}


class States(Protocol):
    """Where states are kept; ``stores.limits.LimitStore`` is one."""

    def read(self, key: str) -> State:
        """The state as it is; an empty one when nothing was ever kept."""

    def change(self, key: str, decide: Callable[[State], tuple[State, T]]) -> T:
        """Replace a state by what ``decide`` makes of it; ``decide`` is asked again if somebody else was faster."""


class Governor:
    """A gate for one holder, who makes one call after the other.

    tenant, app   keys of the state of the organisation, and of the app that all organisations share
    everyone      the app's own limits, if its tenants together could reach them; None: they cannot
    holder        a name that stays the same when the same work is begun again
    clock, pause  seconds since 1970, and how to wait for some
    calls         that were made so far
    """

    def __init__(
        self,
        states: States,
        tenant: str,
        app: str,
        allowed: Allowed,
        holder: str,
        priority: Priority,
        *,
        everyone: Allowed | None = None,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._states = states
        self._tenant = tenant
        self._app = app
        self._allowed = allowed
        self._everyone = everyone
        self._holder = holder
        self._priority: Priority = priority
        self._clock = clock
        self._pause = pause
        self._wanted = 1
        self._granted: Granted | None = None
        self._starts: list[float] = []
        self._seconds = 0.0
        self._spent: Counter[int] = Counter()
        self._told: Told | None = None
        self._sent = 0.0
        self._begun = False
        self.calls = 0

    def expect(self, calls: int) -> None:
        """How many calls are still to come, as far as the holder knows."""
        self._wanted = max(1, min(calls, MOST_AT_ONCE))

    def enter(self) -> None:
        """See ``Gate``; the message of RateLimited says what is waited for and until when."""
        # From one call to the wish for the next: how long the holder takes for one if nothing keeps it.
        self._seconds = self._clock() - self._sent if self._sent else 0.0
        if not self._may_send():
            self._reserve()
        if (ahead := self._starts.pop(0) - self._clock()) > 0:
            self._pause(ahead)
        self._sent = self._clock()
        # Counted before the answer: a call that gets none was made all the same.
        self._spent[int(self._sent)] += 1
        self.calls += 1

    def told(self, news: News) -> None:
        """See ``Gate``. What concerns others is passed on at once, everything else with the next block."""
        now = self._clock()
        self._spent[int(self._sent)] -= 1
        self._spent[int(now)] += 1
        if news.minute is not None or news.day is not None:
            self._told = Told(sent=self._sent, answered=now, minute=news.minute, day=news.day)
            if self._too_many(news, now):
                self._starts.clear()
        if news.refused is not None and news.retry_after is not None:
            self._stay_away(news.refused, news.retry_after, now)

    def finish(self) -> None:
        """Give the place in flight back, and what was not spent."""
        if self._granted is not None:
            self._change(lambda state, report, now: rules.settle(state, self._holder, report, self._allowed, now))

    def _may_send(self) -> bool:
        block = self._granted
        if block is None or not self._starts:
            return False
        return max(self._clock(), self._starts[0]) < min(block.spend_by, block.until - _SECONDS_OF_A_CALL)

    def _too_many(self, news: News, now: float) -> bool:
        """Whether less is left than was granted; the next block is then reserved from what the vendor says."""
        due = sum(1 for start in self._starts if start <= now)
        return (news.minute is not None and due > news.minute) or (
            news.day is not None and len(self._starts) > news.day
        )

    def _reserve(self) -> None:
        deadline = self._clock() + rules.SOON
        while not isinstance(verdict := self._ask(), Granted):
            now = self._clock()
            if verdict.until > deadline:
                raise self._limited(verdict, now)
            self._pause(verdict.until - now)
        self._granted, self._starts = verdict, list(verdict.starts)

    def _ask(self) -> Granted | Wait:
        of_the_app = self._of_the_app()
        if isinstance(of_the_app, Wait):
            self.finish()
            return of_the_app
        in_time = MOST_AT_ONCE if self._seconds <= 1 else math.ceil(_SECONDS_OF_A_BLOCK / self._seconds)
        ask = Ask(self._holder, self._priority, min(of_the_app, in_time), self._seconds)
        verdict: list[Granted | Wait] = []

        def decide(state: State, report: Report, now: float) -> State:
            known = report if self._begun else None
            state, found = rules.reserve(state, ask, known, self._allowed, now)
            verdict.append(found)
            return state

        self._change(decide)
        self._begun = True
        return verdict[-1]

    def _of_the_app(self) -> Wait | int:
        """The calls that the app leaves to this tenant. Written only if all tenants together could exceed them."""
        if self._everyone is None:
            stop = self._states.read(self._app).pause
            return Wait(stop.until, stop.reason) if stop and self._clock() < stop.until else self._wanted
        everyone = self._everyone

        def decide(state: State) -> tuple[State, Granted | Wait]:
            ask = Ask(f"{self._tenant} {self._holder}", self._priority, self._wanted)
            state, found = rules.reserve(state, ask, None, everyone, self._clock())
            # Taken as used at once: an app's minute is worth no second write per block.
            return rules.settle(state, ask.holder, None, everyone, self._clock()), found

        found = self._states.change(self._app, decide)
        return len(found.starts) if isinstance(found, Granted) else Wait(found.until, "appminute")

    def _stay_away(self, reason: Reason, seconds: float, now: float) -> None:
        stop = Pause(until=now + seconds, reason=reason)
        if reason == "appminute":
            self._states.change(self._app, lambda state: (rules.paused(state, stop), None))
            self._starts.clear()
            return

        def decide(state: State, report: Report, now: float) -> State:
            if reason == "concurrent":
                state = rules.crowded(state, self._allowed, now)
            state = rules.settle(state, self._holder, report, self._allowed, now)
            return state if reason == "concurrent" else rules.paused(state, stop)

        self._change(decide)

    def _change(self, decide: Callable[[State, Report, float], State]) -> None:
        """One write, with everything that is to be reported; afterwards the holder holds what ``decide`` gave it."""
        report = Report(spent={second: calls for second, calls in self._spent.items() if calls}, told=self._told)
        self._states.change(self._tenant, lambda state: (decide(state, report, self._clock()), None))
        self._granted, self._told = None, None
        self._starts.clear()
        self._spent.clear()

    def _limited(self, wait: Wait, now: float) -> RateLimited:
        until = datetime.fromtimestamp(math.ceil(wait.until), UTC)
        return RateLimited(
            f"{self._tenant}: {_WORDS[wait.reason]}; asking goes on at {until:%Y-%m-%d %H:%M:%S} UTC", wait.until - now
        )
