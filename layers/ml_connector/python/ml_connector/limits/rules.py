"""Who gets how many calls, decided from one tenant's state. Every rule gives a new state.

What the vendor tells wins over what was counted, both ways: calls of others are added, calls that the vendor does not
count any more are forgotten. A holder that is not heard of has used everything it had reserved.
"""

from msgspec import Struct, field
from msgspec.structs import replace

from ml_connector.limits.calls import Calls
from ml_connector.limits.slots import Slots
from ml_connector.limits.state import RANK, Allowed, Block, Pause, Priority, Reason, State, Told, Wish
from ml_connector.plain import Plain

SPEND_SECONDS = 30
"""A reserved call that is not sent by then is given up: calls of a holder that died are back soon."""

LEASE_SECONDS = 150
"""A place in flight is given to somebody else after this silence. A call that lasts longer, which is rare, may then be
one too many: Xero refuses the newcomer, who comes back."""

SOON = 3.0
"""Seconds that a holder may sleep before a call; longer waits are the workflow's."""

_PLACE_SECONDS = 3.0
_UNKNOWN_SECONDS = 15.0
_LOW_SECONDS = 120.0
_WISH_SECONDS = 20.0
_LONG_WISH = 60.0
_WISHED = 5


class Report(Plain, frozen=True):
    """What a holder did since it last reported: calls by the second they were answered in, and the newest news."""

    spent: dict[int, int] = field(default_factory=dict)
    told: Told | None = None


class Ask(Struct, frozen=True):
    """Who wants how many calls, at least one, and takes how many seconds for each."""

    holder: str
    priority: Priority
    calls: int
    pace: float = 0.0


class Granted(Struct, frozen=True):
    """One call from each of ``starts`` on, one after the other, the last by ``spend_by``; the place is safe ``until``.

    Calls come free one by one as those of a minute ago stop counting. A block of them is given ahead of that, so that
    none lies idle and nobody has to ask for each.
    """

    starts: tuple[float, ...]
    spend_by: float
    until: float


class Wait(Struct, frozen=True):
    """Nothing now: ask again at ``until``."""

    until: float
    reason: Reason


def reserve(
    state: State, ask: Ask, report: Report | None, allowed: Allowed, now: float
) -> tuple[State, Granted | Wait]:
    """Give the holder its next calls, or take its place away and say how long to wait.

    report   None from a holder that has just begun and cannot know what its predecessor of the same name did
    returns  the very state that was given when there is nothing to remember, so that a refusal costs no write
    """
    new, verdict = _reserved(state, ask, report, allowed, now)
    nothing_new = isinstance(verdict, Wait) and ask.holder not in state.blocks and new.wishes == state.wishes
    return (state if nothing_new else new), verdict


def _reserved(
    state: State, ask: Ask, report: Report | None, allowed: Allowed, now: float
) -> tuple[State, Granted | Wait]:
    state = settle(state, ask.holder, report, allowed, now)
    pause = state.pause
    if pause and now < pause.until:
        return state, Wait(pause.until, pause.reason)
    if _places(state, ask, allowed, now) < 1:
        return _wishing(state, ask, now + _PLACE_SECONDS, now), Wait(now + _PLACE_SECONDS, "concurrent")
    slots = _slots(state, ask, allowed, now)
    if starts := _starts(slots, ask, now):
        return _granting(state, ask, starts, now)
    until, reason = _first(slots, now)
    if pause and pause.reason == reason:
        # The time that the vendor named is over, and only an answer tells what is left: one call finds out.
        return _granting(state, ask, (now,), now)
    return _wishing(state, ask, until, now), Wait(until, reason)


def settle(state: State, holder: str, report: Report | None, allowed: Allowed, now: float) -> State:
    """Take a report in, and the holder's place away."""
    state = lapse(state, now)
    block = state.blocks.get(holder)
    state = replace(state, blocks={name: one for name, one in state.blocks.items() if name != holder})
    if report is None:
        return _spent(state, {int(now): len(block.starts)}) if block else state
    if block:  # else it was given up before the report came, and counted as a whole
        state = _spent(state, report.spent)
    return state if report.told is None else _told(state, report.told, allowed)


def lapse(state: State, now: float) -> State:
    """Give up holders that were not heard of in time, and forget what does not count any more."""
    gone = [block for block in state.blocks.values() if block.until <= now]
    for block in gone:
        state = _spent(state, {int(block.spend_by): len(block.starts)})
    return replace(
        state,
        minute=state.minute.fresh(now),
        day=state.day.fresh(now),
        blocks={holder: block for holder, block in state.blocks.items() if now < block.until},
        wishes={holder: wish for holder, wish in state.wishes.items() if now < wish.until},
    )


def paused(state: State, pause: Pause) -> State:
    """Nobody calls before the pause is over; the newest word on one limit counts, also when it is shorter."""
    other = state.pause is not None and state.pause.reason != pause.reason and state.pause.until > pause.until
    return state if other else replace(state, pause=pause)


def crowded(state: State, allowed: Allowed, now: float) -> State:
    """One less in flight than there were, for a while."""
    now_in_flight = min(len(state.blocks), _most(state, allowed, now))
    return replace(state, parallel=max(1, now_in_flight - 1), parallel_until=now + _LOW_SECONDS)


def _told(state: State, told: Told, allowed: Allowed) -> State:
    minute = _agreed(state.minute, told, allowed.minute, told.minute, state.reserved())
    return replace(state, minute=minute, day=_agreed(state.day, told, allowed.day, told.day, state.reserved()))


def _agreed(calls: Calls, told: Told, limit: int, left: int | None, reserved: int) -> Calls:
    """What was counted, corrected by what the vendor has counted.

    reserved   calls of other holders that the vendor may have seen and we have not been told of
    """
    if left is None:
        return calls
    counted = limit - left
    others = counted - calls.until(told.answered) - reserved
    if others > 0:
        return calls.add(told.answered, others)
    # Only what was answered before the call was sent has surely been counted in it.
    return calls.no_more_before(told.sent, counted)


def _places(state: State, ask: Ask, allowed: Allowed, now: float) -> int:
    ahead = sum(1 for wish in _ahead(state, ask))
    return _most(state, allowed, now) - len(state.blocks) - ahead


def _most(state: State, allowed: Allowed, now: float) -> int:
    low = state.parallel if state.parallel is not None and now < state.parallel_until else allowed.concurrent
    return min(low, allowed.concurrent)


def _slots(state: State, ask: Ask, allowed: Allowed, now: float) -> Slots:
    kept = _kept(state, ask)
    left_of_day = allowed.of_the_day(ask.priority) - kept - state.reserved()
    return Slots(state.minute, state.reserved_starts(now), allowed.minute - kept, state.day, left_of_day, now)


def _starts(slots: Slots, ask: Ask, now: float) -> tuple[float, ...]:
    """The next calls that the holder can use in its own pace, as long as none of them is far off."""
    starts: list[float] = []
    earliest = now
    while len(starts) < ask.calls:
        start = slots.next(earliest)
        if start is None or start - earliest > SOON:
            break
        slots.take(start)
        starts.append(start)
        earliest = start + ask.pace
    return tuple(starts)


def _first(slots: Slots, now: float) -> tuple[float, Reason]:
    """When to ask again, and what for. While too much is reserved one cannot say: it will be reported or given up."""
    minute, day = (now + _UNKNOWN_SECONDS if at is None else at for at in (slots.of_the_minute(), slots.of_the_day()))
    return (day, "day") if day > minute else (minute, "minute")


def _ahead(state: State, ask: Ask) -> list[Wish]:
    return [wish for holder, wish in state.wishes.items() if holder != ask.holder and wish.rank < RANK[ask.priority]]


def _kept(state: State, ask: Ask) -> int:
    return sum(wish.calls for wish in _ahead(state, ask))


def _wishing(state: State, ask: Ask, until: float, now: float) -> State:
    """Remember who waits, for as long as it waits and a little longer; who comes last keeps nobody back."""
    if RANK[ask.priority] == max(RANK.values()):
        return state
    longest = min(until - now, _LONG_WISH) + _WISH_SECONDS
    wish = Wish(rank=RANK[ask.priority], calls=min(ask.calls, _WISHED), until=now + longest)
    return replace(state, wishes={**state.wishes, ask.holder: wish})


def _granting(state: State, ask: Ask, starts: tuple[float, ...], now: float) -> tuple[State, Granted]:
    granted = Granted(starts, starts[-1] + SPEND_SECONDS, now + LEASE_SECONDS)
    block = Block(starts=starts, spend_by=granted.spend_by, until=granted.until)
    wishes = {holder: wish for holder, wish in state.wishes.items() if holder != ask.holder}
    return replace(state, blocks={**state.blocks, ask.holder: block}, wishes=wishes, pause=None), granted


def _spent(state: State, spent: dict[int, int]) -> State:
    for second, calls in spent.items():
        state = replace(state, minute=state.minute.add(second, calls), day=state.day.add(second, calls))
    return state
