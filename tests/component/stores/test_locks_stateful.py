"""Whatever runs, redrives, late events and skewed clocks do: one holder at most, and a fence that only grows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from ml_connector.errors import ModelBusy
from ml_connector.stores.lock_rules import ModelKey
from ml_connector.stores.locks import Lock, LockStore
from ml_connector.stores.runs import RunStore

from tests.component.stores.doubles import Clock, Interrupted
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource

SKEW = timedelta(seconds=1)
RUNS = st.sampled_from(["a", "b"])
ATTEMPTS = st.integers(0, 2)
LEASES = st.integers(1, 6)
SKEWS = st.sampled_from([-SKEW, timedelta(0), SKEW])


@dataclass
class Grant:
    """A holder as an onlooker with a perfect clock knows it."""

    run: str
    attempt: int
    fence: int
    until: datetime


class Steps(RuleBasedStateMachine):
    """Steps of two runs, in three attempts each, on one model; each on a clock of its own."""

    def __init__(self, dynamodb: DynamoDBServiceResource) -> None:
        super().__init__()
        self.table: Any = new_table(dynamodb)
        self.model = ModelKey("w", "M")
        self.clock = Clock()
        self.runs = RunStore(self.table, self.clock)
        self.holder: Grant | None = None
        self.fence = 0
        self.closed: dict[str, int] = {}
        for run in ("a", "b"):
            self.runs.open(run, "actuals", 0)

    @rule(run=RUNS, attempt=ATTEMPTS, lease=LEASES, skew=SKEWS)
    def acquire(self, run: str, attempt: int, lease: int, skew: timedelta) -> None:
        self._acquire(self.table, run, attempt, lease, skew)

    @rule(slow=RUNS, quick=RUNS, attempts=st.tuples(ATTEMPTS, ATTEMPTS), lease=LEASES)
    def acquire_between_read_and_write_of_another(
        self, slow: str, quick: str, attempts: tuple[int, int], lease: int
    ) -> None:
        def meanwhile() -> None:
            self._acquire(self.table, quick, attempts[1], lease, timedelta(0))

        self._acquire(Interrupted(self.table, meanwhile), slow, attempts[0], lease, timedelta(0))

    @rule(run=RUNS, attempt=ATTEMPTS)
    def release(self, run: str, attempt: int) -> None:
        own = self.holder is not None and self.holder.run == run and self.holder.attempt <= attempt
        assert LockStore(self.table, self.clock).release(self.model, run, attempt) == own
        self.holder = None if own else self.holder

    @rule(run=RUNS, attempt=ATTEMPTS)
    def close(self, run: str, attempt: int) -> None:
        if self.runs.close(run, attempt, "FAILED"):
            self.closed[run] = attempt

    @rule(seconds=st.integers(1, 4))
    def time_passes(self, seconds: int) -> None:
        self.clock.turn(seconds)

    @invariant()
    def the_operator_sees_the_one_holder(self) -> None:
        held = LockStore(self.table, self.clock).held()
        seen = [(lock.holder.run, lock.holder.attempt, lock.fence) for lock in held]
        one = self.holder
        assert seen == ([] if one is None else [(one.run, one.attempt, one.fence)])

    def _acquire(self, table: Any, run: str, attempt: int, lease: int, skew: timedelta) -> None:
        skewed = Clock(self.clock.now + skew)
        try:
            lock = LockStore(table, skewed).acquire(self.model, run, attempt, timedelta(seconds=lease), "load")
        except ModelBusy:
            assert self._may_be_refused(run, attempt)
            return
        self._check(run, attempt, lock)
        self.holder = Grant(run, attempt, lock.fence, lock.lease_until)
        self.fence = lock.fence

    def _check(self, run: str, attempt: int, lock: Lock) -> None:
        before = self.holder
        assert attempt > self.closed.get(run, -1)
        if before is not None and before.run != run:
            assert self.clock.now - SKEW > before.until, "two runs hold the model"
        if before is not None and before.run == run:
            assert attempt >= before.attempt, "a replaced attempt holds the model"
        if before is not None and lock.fence == before.fence:
            assert (before.run, before.attempt) == (run, attempt)
            assert lock.lease_until >= before.until
        else:
            assert lock.fence == self.fence + 1

    def _may_be_refused(self, run: str, attempt: int) -> bool:
        one = self.holder
        if attempt <= self.closed.get(run, -1):
            return True
        if one is None:
            return False
        return attempt < one.attempt if one.run == run else self.clock.now - 3 * SKEW <= one.until

    def teardown(self) -> None:
        self.table.delete()


def test_at_most_one_holds_a_model_and_the_fence_only_grows(dynamodb: DynamoDBServiceResource) -> None:
    """A read and a write of one model never collide."""
    run_state_machine_as_test(
        lambda: Steps(dynamodb),  # type: ignore[arg-type]  # typed as a class, documented as a factory
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
