"""What is left of one tenant's limits right now, for a person."""

from datetime import UTC, datetime

from ml_connector.limits.rules import lapse
from ml_connector.limits.state import Allowed, Reason, State
from ml_connector.plain import Count, Instant, Plain


class Left(Plain, frozen=True):
    """As counted here and corrected by what the vendor last said.

    day            calls; ``backfill`` may use fewer of them
    in_flight      functions that have a place
    paused_until   nobody calls before; None: anybody may
    """

    minute: Count
    day: Count
    backfill: Count
    in_flight: Count
    paused_until: Instant | None = None
    paused_for: Reason | None = None


def left(state: State, allowed: Allowed, now: float) -> Left:
    """What may be called at ``now``."""
    state = lapse(state, now)
    reserved = state.reserved()
    day = allowed.day - state.day.used(now) - reserved
    pause = state.pause if state.pause and now < state.pause.until else None
    return Left(
        minute=max(0, allowed.minute - state.minute.used(now) - len(state.reserved_starts(now))),
        day=max(0, day),
        backfill=max(0, day - allowed.reserve),
        in_flight=len(state.blocks),
        paused_until=datetime.fromtimestamp(pause.until, UTC) if pause else None,
        paused_for=pause.reason if pause else None,
    )
