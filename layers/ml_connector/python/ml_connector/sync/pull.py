"""How far one invocation goes on with a pass, and what it hands back to the workflow."""

import math
from collections.abc import Callable
from typing import Protocol, TypeVar

from ml_connector.errors import RateLimited, VendorDown

_SECONDS_OF_ONE_PAGE = 90
"""A page that is begun must be able to end: the longest silence that is waited for, and some time to park."""

_SECONDS_AFTER_A_FAULT = 5


class Position(Protocol):
    """Where a pass stands; ``xero.paging.Position`` is one."""

    @property
    def done(self) -> bool: ...
    @property
    def calls(self) -> int: ...


P = TypeVar("P", bound=Position)


def pull(position: P, ask: Callable[[P], P], most_calls: int, seconds_left: Callable[[], float]) -> tuple[P, int]:
    """Ask for pages until the pass is done, or calls or seconds run out, or the vendor wants a pause.

    ask      reads and parks one page; returns the position after it
    returns  the new position, and the seconds that the workflow must wait before it goes on
    raises   what ``ask`` raises, unless a page was parked before: then the progress is handed back first
    """
    start = position.calls
    while not position.done:
        try:
            position = ask(position)
        except RateLimited as limit:
            # Never 0, which would be "go on at once": Xero may say so, and the workflow would ask without a pause.
            return position, max(1, math.ceil(limit.retry_after))
        except VendorDown:
            if position.calls == start:
                raise
            return position, _SECONDS_AFTER_A_FAULT
        if position.calls - start >= most_calls or seconds_left() < _SECONDS_OF_ONE_PAGE:
            break
    return position, 0
