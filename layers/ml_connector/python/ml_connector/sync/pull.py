"""How far one invocation goes on with a pass, and what it hands back to the workflow."""

import math
from collections.abc import Callable
from typing import Generic, NamedTuple, Protocol, TypeVar

from ml_connector.errors import RateLimited, VendorDown

_SECONDS_OF_ONE_PAGE = 90
"""A page that is begun must be able to end: the longest silence that is waited for, and some time to park."""

_SECONDS_AFTER_A_FAULT = 5.0
_SHORTEST_PAUSE = 1.0
_LONGEST_WAIT = 3600
"""Even a day's wait is looked at every hour: somebody may have bought a larger tier, or mended what was broken."""


class Position(Protocol):
    """Where a pass stands; ``xero.paging.Position`` is one."""

    @property
    def done(self) -> bool: ...
    @property
    def calls(self) -> int: ...


P = TypeVar("P", bound=Position)


class Progress(NamedTuple, Generic[P]):
    """How far one invocation came.

    wait     seconds before going on makes sense
    reason   what is waited for, for a person
    down     the vendor cannot serve us, and says so
    """

    position: P
    wait: float = 0.0
    reason: str = ""
    down: bool = False


def pull(
    position: P, ask: Callable[[P], P], most_calls: int, seconds_left: Callable[[], float], *, patient: bool = True
) -> Progress[P]:
    """Ask for pages until the pass is done, or calls or seconds run out, or the vendor wants a pause.

    ask       reads and parks one page; returns the position after it
    patient   whether an outage that the vendor expects to last is waited for like a limit
    raises    what ``ask`` raises, unless a page was parked before: then the progress is handed back first
    """
    start = position.calls
    while not position.done:
        try:
            position = ask(position)
        except RateLimited as limit:
            # Never 0, which would be "go on at once": Xero may say so, and the workflow would ask without a pause.
            return Progress(position, limit.retry_after or _SHORTEST_PAUSE, str(limit))
        except VendorDown as outage:
            if outage.retry_after is not None and patient:
                return Progress(position, outage.retry_after, str(outage), down=True)
            if position.calls == start:
                raise
            return Progress(position, _SECONDS_AFTER_A_FAULT, str(outage))
        if position.calls - start >= most_calls or seconds_left() < _SECONDS_OF_ONE_PAGE:
            break
    return Progress(position)


def whole_seconds(wait: float) -> int:
    """What the workflow waits; the rest of a second is waited for where the next call is made."""
    return min(_LONGEST_WAIT, max(1, math.floor(wait))) if wait > 0 else 0
