"""One run at a time has an Anaplan model, and whoever has been replaced can tell."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ml_connector.errors import ModelBusy
from ml_connector.stores.lock_rules import AtWork, ModelKey
from ml_connector.stores.locks import Loading, LockStore
from ml_connector.stores.runs import RunStore

from tests.component.stores.doubles import NOON, Clock, Interrupted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

HUB = ModelKey("8a81b09c5e8c6f27015ece3402487d33", "9C3E5B6A7F0D4C2E8B1A2C3D4E5F6A7B")
OTHER = ModelKey(HUB.workspace, "0F0E0D0C0B0A09080706050403020100")
LEASE = timedelta(minutes=20)
MINUTE = 60


@pytest.fixture
def locks(table: Table, clock: Clock) -> LockStore:
    return LockStore(table, clock)


@pytest.fixture
def runs(table: Table, clock: Clock) -> RunStore:
    return RunStore(table, clock)


def take(locks: LockStore, run: str, attempt: int = 0, model: ModelKey = HUB) -> int:
    return locks.acquire(model, run, attempt, LEASE, "load UK invoices").fence


def at_work(locks: LockStore) -> set[AtWork]:
    return {worker for held in locks.held() for worker in held.at_work}


def test_a_free_model_is_given_with_a_fence_and_a_lease(locks: LockStore) -> None:
    """The step needs both: one to be told apart, one to know how long it may go on."""
    lock = locks.acquire(HUB, "r-1", 0, LEASE, "load UK invoices")

    assert (lock.fence, lock.lease_until, lock.left) == (1, NOON + LEASE, ())


def test_a_held_model_is_refused_with_the_name_of_its_holder(locks: LockStore, clock: Clock) -> None:
    """The operator of the waiting run sees whom it waits for, and until when."""
    take(locks, "r-1")
    clock.turn(5 * MINUTE)

    with pytest.raises(ModelBusy, match=r"r-1, attempt 0, to load UK invoices, since .*12:00:00 until .*12:20:00"):
        take(locks, "r-2")
    assert take(locks, "r-2", model=OTHER) == 1


def test_a_step_of_the_same_attempt_keeps_the_fence_and_gets_a_longer_lease(locks: LockStore, clock: Clock) -> None:
    """Every step acquires; only a new holder may look like one."""
    take(locks, "r-1")
    clock.turn(19 * MINUTE)

    lock = locks.acquire(HUB, "r-1", 0, LEASE, "read the result")

    assert (lock.fence, lock.lease_until) == (1, NOON + timedelta(minutes=39))


def test_a_renewal_never_shortens_the_lease(locks: LockStore) -> None:
    """Another step of the attempt may be in the middle of what it asked the longer lease for."""
    take(locks, "r-1")

    assert locks.acquire(HUB, "r-1", 0, timedelta(seconds=1), "poll").lease_until == NOON + LEASE


def test_a_redrive_takes_over_from_its_own_earlier_attempt(locks: LockStore) -> None:
    """A redrive starts in the middle, with the lock of the attempt that failed still in place."""
    take(locks, "r-1", attempt=0)

    assert take(locks, "r-1", attempt=1) == 2


@pytest.mark.parametrize("minutes", [1, 300], ids=["within the lease", "long after the lease"])
def test_an_attempt_that_was_redriven_is_refused(locks: LockStore, clock: Clock, minutes: int) -> None:
    """A function of the failed attempt may still be running, and must not touch the model any more."""
    take(locks, "r-1", attempt=1)
    clock.turn(minutes * MINUTE)

    with pytest.raises(ModelBusy, match="replaced by a redrive"):
        take(locks, "r-1", attempt=0)


def test_a_lease_that_ran_out_is_taken_over_and_its_holder_is_named(locks: LockStore, clock: Clock) -> None:
    """Its Anaplan task may still run, so the new holder must see the end of it first."""
    take(locks, "r-1")
    clock.turn(21 * MINUTE)

    first = locks.acquire(HUB, "r-2", 0, LEASE, "load")
    again = locks.acquire(HUB, "r-2", 0, LEASE, "load")

    assert first.fence == again.fence == 2
    assert [left.run for left in first.left] == [left.run for left in again.left] == ["r-1"]


def test_those_left_behind_are_named_until_somebody_has_seen_the_end_of_their_tasks(
    locks: LockStore, clock: Clock
) -> None:
    """A run that only mapped has not looked, so its letting go says nothing of an import that may still run."""
    take(locks, "r-1")
    clock.turn(21 * MINUTE)
    take(locks, "r-2")
    locks.release(HUB, "r-2", 0)

    assert [one.run for one in locks.acquire(HUB, "r-3", 0, LEASE, "load").left] == ["r-1"]
    locks.drained(HUB, ["r-1"])
    assert locks.acquire(HUB, "r-3", 0, LEASE, "load").left == ()


def test_a_run_that_is_back_is_not_left_behind_any_more(locks: LockStore, clock: Clock) -> None:
    """It sees the end of its own tasks."""
    take(locks, "r-1")
    clock.turn(21 * MINUTE)
    take(locks, "r-2")
    clock.turn(21 * MINUTE)

    assert [one.run for one in locks.acquire(HUB, "r-1", 0, LEASE, "load").left] == ["r-2"]


def test_a_holder_knows_since_when_nobody_else_has_had_the_model(locks: LockStore) -> None:
    """What it finds there that it does not know is its own only if that is before it began."""
    firsts = []
    for run, attempt in (("r-1", 0), ("r-1", 1), ("r-2", 0), ("r-1", 2)):
        firsts.append(locks.acquire(HUB, run, attempt, LEASE, "load").first)
        locks.release(HUB, run, attempt)

    assert firsts == [1, 1, 3, 4]


def test_a_holder_that_was_replaced_is_told_before_it_does_what_cannot_be_taken_back(
    locks: LockStore, clock: Clock
) -> None:
    """Anaplan knows no fences, so whoever writes there asks for its own first."""
    fence = take(locks, "r-1")
    locks.check(HUB, "r-1", fence)
    clock.turn(21 * MINUTE)
    take(locks, "r-2")

    with pytest.raises(ModelBusy, match="fence 1 and has lost it: run r-2, attempt 0, has it under 2"):
        locks.check(HUB, "r-1", fence)
    locks.release(HUB, "r-2", 0)
    with pytest.raises(ModelBusy, match="it was released"):
        locks.check(HUB, "r-1", fence)


def test_functions_are_at_work_until_they_tell_of_their_end_or_time_is_up(locks: LockStore, clock: Clock) -> None:
    """A stopped execution does not stop its functions; whoever releases the model waits for them."""
    upload, again = (AtWork("upload UK invoices", NOON + timedelta(minutes=m)) for m in (14, 15))
    poll = AtWork("load UK invoices", NOON + timedelta(minutes=2))

    for worker in (upload, again, poll):
        locks.acquire(HUB, "r-1", 0, LEASE, worker.step, worker)
    assert at_work(locks) == {poll, again}
    locks.rest(HUB, upload)  # it died, and was tried again: its end is not the end of the step
    assert at_work(locks) == {poll, again}
    locks.rest(HUB, again)
    assert at_work(locks) == {poll}
    clock.turn(3 * MINUTE)
    locks.acquire(HUB, "r-1", 1, LEASE, "redriven")
    assert at_work(locks) == set()
    locks.release(HUB, "r-1", 1)
    locks.rest(HUB, poll)


def test_a_lease_is_respected_a_little_beyond_its_end(locks: LockStore, clock: Clock) -> None:
    """Clocks of two functions differ."""
    take(locks, "r-1")
    clock.turn(LEASE.total_seconds() + 1)

    with pytest.raises(ModelBusy):
        take(locks, "r-2")


def test_a_holder_who_comes_back_too_late_is_a_new_holder(locks: LockStore, clock: Clock) -> None:
    """In between it had no right to the model, so what it began before must not count."""
    take(locks, "r-1")
    clock.turn(21 * MINUTE)

    assert take(locks, "r-1") == 2


def test_the_fence_outlives_a_release(locks: LockStore) -> None:
    """A fence that began again would make an old holder look like a new one."""
    take(locks, "r-1")

    assert locks.release(HUB, "r-1", 0)
    assert take(locks, "r-2") == 2


def test_a_late_release_of_an_earlier_attempt_changes_nothing(locks: LockStore) -> None:
    """The event that attempt 0 failed can arrive after the redrive has begun."""
    take(locks, "r-1", attempt=1)

    assert not locks.release(HUB, "r-1", 0)
    assert not locks.release(HUB, "r-2", 9)
    assert not locks.release(OTHER, "r-1", 1)
    assert [held.holder.attempt for held in locks.held()] == [1]


def test_a_closed_attempt_cannot_take_the_model_any_more(locks: LockStore, runs: RunStore) -> None:
    """A function that outlives its execution would hold a lock that nobody releases."""
    runs.open("r-1", "actuals", 0)
    runs.close("r-1", 0, "FAILED")

    with pytest.raises(ModelBusy, match="closed up to attempt 0"):
        take(locks, "r-1", attempt=0)
    assert take(locks, "r-1", attempt=1) == 1


def test_of_two_that_find_the_model_free_one_gets_it(table: Any, locks: LockStore, clock: Clock) -> None:
    """The decision is bound to what was read."""
    late = LockStore(Interrupted(table, lambda: take(locks, "r-1")), clock)  # type: ignore[arg-type]  # a stand-in

    with pytest.raises(ModelBusy, match="held by run r-1"):
        take(late, "r-2")


def test_a_release_that_meets_a_renewal_still_lets_go(table: Any, locks: LockStore, clock: Clock) -> None:
    """The poll loop renews while the releaser reads."""
    take(locks, "r-1")
    releaser = LockStore(Interrupted(table, lambda: take(locks, "r-1")), clock)  # type: ignore[arg-type]  # a stand-in

    assert releaser.release(HUB, "r-1", 0)
    assert locks.held() == []


def test_an_operator_sees_every_held_model(locks: LockStore) -> None:
    """Also those whose lease has run out; free ones are left out."""
    take(locks, "r-1", model=OTHER)
    take(locks, "r-2", model=HUB)
    take(locks, "r-3", model=ModelKey("w", "M"))
    locks.release(ModelKey("w", "M"), "r-3", 0)

    assert {(held.model, held.holder.run, held.holder.purpose) for held in locks.held()} == {
        (OTHER, "r-1", "load UK invoices"),
        (HUB, "r-2", "load UK invoices"),
    }


def test_the_newest_load_of_a_dataset_is_known_to_whoever_comes_later(locks: LockStore) -> None:
    """A run that is redriven must see that another one has loaded the same since; a zombie must not hide that."""
    assert locks.loading(HUB, "UK", "invoices") is None

    for fence, run in ((3, "r-3"), (5, "r-5"), (4, "r-4")):
        locks.load(HUB, "UK", "invoices", Loading(run, fence))

    assert locks.loading(HUB, "UK", "invoices") == Loading("r-5", 5)
    assert locks.loading(HUB, "UK", "bills") is None
    assert locks.loading(OTHER, "UK", "invoices") is None
