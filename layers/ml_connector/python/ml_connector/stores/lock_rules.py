"""Who may hold the lock of one Anaplan model, decided on plain values.

Knows runs, attempts and leases; knows neither the table nor the clock, both are given.

A model is held by one run at a time, and within a run by its newest attempt. The fence grows with each new holder
and never otherwise, so whatever carries an older fence comes from a holder that has been replaced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.errors import ModelBusy

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime, timedelta


class ModelKey(Struct, frozen=True):
    """One Anaplan model, by ids."""

    workspace: str
    model: str

    def __str__(self) -> str:
        return f"{self.workspace}/{self.model}"


class Holder(Struct, frozen=True):
    """A run in one of its attempts, with the model from ``since`` until at least ``until`` (aware UTC)."""

    run: str
    attempt: int
    purpose: str
    since: datetime
    until: datetime


class AtWork(Struct, frozen=True):
    """A function that has begun a step and may go on, whatever becomes of its execution, until ``until`` (aware UTC).

    step   what it does, as in the holder's purpose
    """

    step: str
    until: datetime


class LockState(Struct, frozen=True):
    """What is remembered of one model.

    fence    grows with each new holder, also after the model was free
    holder   None: free
    left     holders whose lease ran out: an Anaplan task of theirs may still be running
    at_work  functions that have begun and not told of their end
    run      who has it, or had it last
    first    the fence that this run began with; no other run has had the model since
    """

    fence: int = 0
    holder: Holder | None = None
    left: tuple[Holder, ...] = ()
    at_work: tuple[AtWork, ...] = ()
    run: str = ""
    first: int = 0


class Claim(Struct, frozen=True):
    """A step's wish to have the model for ``lease`` from ``now`` on.

    margin   how much longer than its lease another run is left alone, because clocks differ
    worker   the function that does the step; None: nobody who outlives the call
    """

    run: str
    attempt: int
    purpose: str
    now: datetime
    lease: timedelta
    margin: timedelta
    worker: AtWork | None = None


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
    return replace(state, holder=replace(holder, until=until, purpose=claim.purpose), at_work=_working(state, claim))


def check(model: ModelKey, state: LockState, run: str, fence: int) -> None:
    """Raise ModelBusy unless the run still holds the model under this fence."""
    holder = state.holder
    if holder is not None and holder.run == run and state.fence == fence:
        return
    now = f"run {holder.run}, attempt {holder.attempt}, has it" if holder else "it was released"
    raise ModelBusy(f"run {run} held model {model} under fence {fence} and has lost it: {now} under {state.fence}")


def free(state: LockState, run: str, attempt: int) -> LockState | None:
    """The state after this attempt let go; None when it has nothing to let go of.

    Who was left behind is remembered on: only ``drained`` forgets, once the end of every task has been seen.
    """
    holder = state.holder
    if holder is None or holder.run != run or holder.attempt > attempt:
        return None
    return replace(state, holder=None, at_work=())


def drained(state: LockState, runs: Collection[str]) -> LockState:
    """The state without those of the runs who were left behind: nothing of theirs is at work any more."""
    return replace(state, left=tuple(holder for holder in state.left if holder.run not in runs))


def _handed_over(state: LockState, claim: Claim, left: tuple[Holder, ...]) -> LockState:
    holder = Holder(claim.run, claim.attempt, claim.purpose, since=claim.now, until=claim.now + claim.lease)
    # A run that was left behind and is back looks after its tasks itself.
    others = tuple(one for one in left if one.run != claim.run)
    fence = state.fence + 1
    first = state.first if state.run == claim.run else fence
    return LockState(fence, holder, others, _working(state, claim), claim.run, first)


def _working(state: LockState, claim: Claim) -> tuple[AtWork, ...]:
    """Those of before who may still be at work, and the claimant's; a step that is tried again takes its own place."""
    before = (one for one in state.at_work if one.until > claim.now and one.step != claim.purpose)
    return (*before, claim.worker) if claim.worker else tuple(before)


def _busy(model: ModelKey, holder: Holder, then: str) -> ModelBusy:
    return ModelBusy(
        f"model {model} is held by run {holder.run}, attempt {holder.attempt}, to {holder.purpose}, "
        f"since {holder.since:%Y-%m-%d %H:%M:%S} until {holder.until:%Y-%m-%d %H:%M:%S} UTC: {then}"
    )
