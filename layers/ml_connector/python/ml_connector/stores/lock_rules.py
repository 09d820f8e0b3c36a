"""Who may hold the lock of one Anaplan model, decided on plain values.

Knows runs, attempts and leases; knows neither the table nor the clock, both are given.

A model is held by one run at a time, and within a run by its newest attempt. The fence grows with each new holder
and never otherwise, so whatever carries an older fence comes from a holder that has been replaced.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ml_connector.errors import ModelBusy

if TYPE_CHECKING:
    from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class ModelKey:
    """One Anaplan model, by ids."""

    workspace: str
    model: str

    def __str__(self) -> str:
        return f"{self.workspace}/{self.model}"


@dataclass(frozen=True, slots=True)
class Holder:
    """A run in one of its attempts, with the model from ``since`` until at least ``until`` (aware UTC)."""

    run: str
    attempt: int
    purpose: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LockState:
    """What is remembered of one model.

    fence    grows with each new holder, also after the model was free
    holder   None: free
    left     holders whose lease ran out: an Anaplan task of theirs may still be running
    """

    fence: int = 0
    holder: Holder | None = None
    left: tuple[Holder, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """A step's wish to have the model for ``lease`` from ``now`` on.

    margin   how much longer than its lease another run is left alone, because clocks differ
    """

    run: str
    attempt: int
    purpose: str
    now: datetime
    lease: timedelta
    margin: timedelta


def grant(model: ModelKey, state: LockState, claim: Claim) -> LockState:
    """The state after the claim; raises ModelBusy when the model is somebody else's."""
    holder = state.holder
    if holder is None:
        return _handed_over(state, claim, state.left)
    if holder.run != claim.run:
        if claim.now <= holder.until + claim.margin:
            raise _busy(model, holder, f"try again after {holder.until:%H:%M:%S} UTC")
        return _handed_over(state, claim, (*state.left, holder))
    if claim.attempt < holder.attempt:
        raise _busy(model, holder, f"attempt {claim.attempt} was replaced by a redrive and may not go on")
    if claim.attempt > holder.attempt or claim.now > holder.until:
        return _handed_over(state, claim, state.left)
    # Never shorter: another step of the same attempt may count on the longer lease.
    until = max(holder.until, claim.now + claim.lease)
    return replace(state, holder=replace(holder, until=until, purpose=claim.purpose))


def free(state: LockState, run: str, attempt: int) -> LockState | None:
    """The state after this attempt let go; None when it has nothing to let go of.

    Nobody is remembered as left behind any more: whoever lets go has seen the end of every task.
    """
    holder = state.holder
    if holder is None or holder.run != run or holder.attempt > attempt:
        return None
    return LockState(fence=state.fence)


def _handed_over(state: LockState, claim: Claim, left: tuple[Holder, ...]) -> LockState:
    holder = Holder(claim.run, claim.attempt, claim.purpose, since=claim.now, until=claim.now + claim.lease)
    return LockState(state.fence + 1, holder, left)


def _busy(model: ModelKey, holder: Holder, then: str) -> ModelBusy:
    return ModelBusy(
        f"model {model} is held by run {holder.run}, attempt {holder.attempt}, to {holder.purpose}, "
        f"since {holder.since:%Y-%m-%d %H:%M:%S} until {holder.until:%Y-%m-%d %H:%M:%S} UTC: {then}"
    )
