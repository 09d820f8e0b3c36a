"""What waits for a run: nothing told is forgotten, nothing is read twice, and nobody is left without a call."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.waiting import MOST_IDS, Hint, Waiting, add, confirmed, take

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
BOTH, PAYMENTS = ("invoices", "bills"), ("payments",)

hints = st.lists(st.builds(Hint, st.sampled_from([BOTH, PAYMENTS]), st.sampled_from(["", "a", "b", "c", "d"])))


@given(hints)
def test_order_and_repetition_do_not_matter(told: list[Hint]) -> None:
    """Xero delivers more than once and in any order."""
    once = add(Waiting(), told)
    again = add(add(Waiting(), reversed(told)), told)

    assert _work(once) == _work(again)


@given(hints)
def test_everything_told_is_read_by_id_or_by_delta(told: list[Hint]) -> None:
    """And never both: one of the two would be wasted."""
    by_id, deltas = _work(add(Waiting(), told))

    for hint in told:
        assert set(hint.datasets) <= deltas or hint.document in by_id[hint.datasets]
    assert not any(deltas >= set(datasets) for datasets in by_id)


def test_many_documents_are_read_by_delta() -> None:
    """A delta brings a thousand with one call."""
    few = [Hint(BOTH, str(number)) for number in range(MOST_IDS)]

    assert _work(add(Waiting(), few))[1] == set()
    assert _work(add(Waiting(), [*few, Hint(BOTH, "one more")])) == ({}, set(BOTH))


def test_a_run_takes_everything_and_leaves_nothing() -> None:
    """What comes later is for the next one."""
    waiting, started = take(add(Waiting(), [Hint(BOTH, "a")], NOW), "UK", NOW)

    assert started is not None
    assert waiting.called is None
    later = add(waiting, [Hint(BOTH, "b")], NOW)
    assert _work(later) == ({BOTH: {"b"}}, set())


def test_a_run_that_nobody_knows_to_be_started_is_the_same_run_again() -> None:
    """A function may die between taking and starting; a name starts once."""
    waiting, first = take(add(Waiting(), [Hint(BOTH, "a")]), "UK", NOW)
    more = add(waiting, [Hint(BOTH, "b")])

    still, second = take(more, "UK", NOW + timedelta(hours=1))

    assert first == second
    assert first is not None
    after, third = take(confirmed(still, first.run), "UK", NOW)
    assert third is not None
    assert third.run != first.run
    assert third.changed[0].ids == ("b",)
    assert take(confirmed(after, third.run), "UK", NOW)[1] is None


def test_a_call_that_got_lost_is_made_again() -> None:
    """Queues lose nothing, people who purge them do."""
    called = add(Waiting(), [], NOW)

    assert Waiting().to_be_called(NOW)
    assert not called.to_be_called(NOW + timedelta(minutes=1))
    assert called.to_be_called(NOW + timedelta(minutes=3))


def _work(waiting: Waiting) -> tuple[dict[tuple[str, ...], set[str]], set[str]]:
    return {one.datasets: set(one.ids) for one in waiting.changed}, set(waiting.datasets)
