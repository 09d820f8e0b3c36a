"""Whatever runs start, overlap and commit: a cursor never claims an instant that was not covered."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule, run_state_machine_as_test
from ml_connector.errors import CursorMoved
from ml_connector.stores.cursors import Advance, Cursor, CursorStore

from tests.component.stores.doubles import NOON, Interrupted
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import DynamoDBServiceResource

HOURS = st.integers(0, 5)

Pass = tuple[str, datetime | None, datetime, int]


def at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


class Runs(RuleBasedStateMachine):
    """Passes are started, then committed in any order, some of them between another one's read and write."""

    passes: Bundle[Pass] = Bundle("passes")

    def __init__(self, dynamodb: DynamoDBServiceResource) -> None:
        super().__init__()
        self.table: Any = new_table(dynamodb)
        self.store = CursorStore(self.table)
        self.last = Cursor()
        self.covered: list[tuple[datetime | None, datetime]] = []
        self.names = count()

    @rule(target=passes, to=HOURS)
    def start_where_the_cursor_is(self, to: int) -> Pass:
        cursor = self.store.read("UK", "invoices")
        return (f"r{next(self.names)}", cursor.since, at(to), cursor.version)

    @rule(target=passes, covered_from=st.none() | HOURS, to=HOURS)
    def start_where_a_person_says(self, covered_from: int | None, to: int) -> Pass:
        since = None if covered_from is None else at(covered_from)
        return (f"r{next(self.names)}", since, at(to), self.store.read("UK", "invoices").version)

    @rule(one=consumes(passes))
    def commit(self, one: Pass) -> None:
        self._commit(self.store, one)

    @rule(one=passes)
    def commit_and_lose_the_answer(self, one: Pass) -> None:
        self._commit(self.store, one)

    @rule(slow=consumes(passes), quick=consumes(passes))
    def commit_between_read_and_write_of_another(self, slow: Pass, quick: Pass) -> None:
        table: Any = Interrupted(self.table, lambda: self._commit(self.store, quick))
        self._commit(CursorStore(table), slow)

    @invariant()
    def it_only_moves_forward_over_what_was_covered_and_every_move_is_counted(self) -> None:
        now = self.store.read("UK", "invoices")
        if now == self.last:
            return
        assert now.since == max(to for _, to in self.covered)
        assert self.last.since is None or now.since > self.last.since
        assert now.version == len(self.covered)
        assert now.since <= self._covered_without_a_gap()
        self.last = now

    def _commit(self, store: CursorStore, one: Pass) -> None:
        run, covered_from, to, version = one
        try:
            outcome = store.advance("UK", "invoices", covered_from=covered_from, to=to, version=version, run=run)
        except CursorMoved:
            assert self.store.read("UK", "invoices").version != version
            return
        if outcome is Advance.MOVED:
            self.covered.append((covered_from, to))

    def teardown(self) -> None:
        self.table.delete()

    def _covered_without_a_gap(self) -> datetime:
        reach = max((to for since, to in self.covered if since is None), default=at(-1))
        for since, to in sorted((since, to) for since, to in self.covered if since is not None):
            reach = max(reach, to) if since <= reach else reach
        return reach


def test_a_cursor_never_claims_what_was_not_covered(dynamodb: DynamoDBServiceResource) -> None:
    """Everything else in the delta stands on this."""
    run_state_machine_as_test(
        lambda: Runs(dynamodb),  # type: ignore[arg-type]  # typed as a class, documented as a factory
        settings=settings(
            max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=[HealthCheck.too_slow]
        ),
    )
