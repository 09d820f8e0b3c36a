"""Which numbers of a sender's count have been heard, in whatever order; a number that never comes is a lost event."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from ml_connector.plain import Instant
from ml_connector.sync.payload import Payload

_MOST = 500
"""Islands beyond a gap that are remembered; more of them is a loss whatever comes later."""


class Island(Payload, frozen=True):
    """Numbers heard without a gap between them, but with one before them since ``since``."""

    first: int
    last: int
    since: Instant


class Heard(Payload, frozen=True):
    """upto: everything to here was heard, or is given up; None: nothing was heard yet."""

    upto: int | None = None
    beyond: tuple[Island, ...] = ()


def hear(heard: Heard, spans: Iterable[tuple[int, int]], now: datetime) -> Heard:
    """With these spans of numbers, ends included; what is before the very first one is nobody's loss."""
    fresh = [Island(first=first, last=last, since=now) for first, last in spans]
    if not fresh:
        return heard
    upto = min(one.first for one in fresh) - 1 if heard.upto is None else heard.upto
    beyond: list[Island] = []
    for island in sorted((*heard.beyond, *fresh), key=lambda one: one.first):
        if island.first <= upto + 1:
            upto = max(upto, island.last)
        elif beyond and island.first <= beyond[-1].last + 1:
            beyond[-1] = _joined(beyond[-1], island)
        else:
            beyond.append(island)
    return Heard(upto=upto, beyond=tuple(beyond))


def lost(heard: Heard, now: datetime, patience: timedelta) -> tuple[Heard, bool]:
    """Whether numbers are missing for longer than that; if so they are given up, and told of this once."""
    if not heard.beyond or (now - heard.beyond[0].since < patience and len(heard.beyond) <= _MOST):
        return heard, False
    return Heard(upto=heard.beyond[-1].last), True


def _joined(low: Island, high: Island) -> Island:
    return Island(first=low.first, last=max(low.last, high.last), since=min(low.since, high.since))
