"""What is remembered of a run, through redrives and late events."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from ml_connector.errors import ModelBusy
from ml_connector.stores.run_items import DatasetResult, LoadNote
from ml_connector.stores.runs import RunStore

from tests.component.stores.doubles import NOON, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

RESULT = DatasetResult(entity="UK", dataset="invoices", counts={"documents": 2, "ok": 5})


@pytest.fixture
def runs(table: Table, clock: Clock) -> RunStore:
    return RunStore(table, clock)


def test_a_run_is_opened_once_and_closed_with_its_results(runs: RunStore, clock: Clock) -> None:
    """The first step may be repeated; the beginning stays the first one."""
    runs.open("r-1", "actuals", 0)
    clock.turn(60)
    opened = runs.open("r-1", "actuals", 0)
    closed = runs.close("r-1", 0, "SUCCEEDED", [RESULT])

    header = runs.header("r-1")
    assert (opened.status, opened.started, opened.attempt) == ("RUNNING", NOON, 0)
    assert closed
    assert header is not None
    assert (header.status, header.started, header.ended) == ("SUCCEEDED", NOON, NOON + timedelta(minutes=1))
    assert header.results == [RESULT]


def test_a_redrive_opens_the_run_again(runs: RunStore) -> None:
    """It is running, whatever its first attempt came to, and what that found out is still known."""
    runs.open("r-1", "actuals", 0)
    runs.close("r-1", 0, "FAILED", [RESULT])

    header = runs.open("r-1", "actuals", 1)

    assert (header.status, header.attempt, header.closed, header.ended) == ("RUNNING", 1, 0, None)
    assert header.results == [RESULT]


def test_a_closed_attempt_stays_closed(runs: RunStore) -> None:
    """A function that outlives its execution must not bring the run back to life."""
    runs.open("r-1", "actuals", 0)
    runs.close("r-1", 0, "ABORTED")

    assert runs.open("r-1", "actuals", 0).status == "ABORTED"


def test_a_late_event_of_an_earlier_attempt_closes_nothing(runs: RunStore) -> None:
    """Status events come late and out of order."""
    runs.open("r-1", "actuals", 0)
    runs.open("r-1", "actuals", 1)

    assert not runs.close("r-1", 0, "FAILED")
    assert runs.open("r-1", "actuals", 0).attempt == 1
    assert not runs.close("r-unknown", 0, "FAILED")
    assert runs.header("r-unknown") is None


def test_a_redriven_run_can_end_without_having_been_opened_again(runs: RunStore) -> None:
    """A redrive starts in the middle, where no step opens the run."""
    runs.open("r-1", "actuals", 0)
    runs.close("r-1", 0, "FAILED")

    assert runs.close("r-1", 1, "SUCCEEDED")
    header = runs.header("r-1")
    assert header is not None
    assert (header.status, header.attempt, header.closed) == ("SUCCEEDED", 1, 1)


def test_the_newest_runs_come_first_across_months(runs: RunStore, clock: Clock) -> None:
    """The operator asks what happened lately; quiet months are passed over."""
    for days in (0, 1, 40, 100):
        clock.now = NOON + timedelta(days=days)
        runs.open(f"r-{days}", "actuals", 0)

    assert [header.run for header in runs.recent(3)] == ["r-100", "r-40", "r-1"]
    assert [header.run for header in runs.recent(99)] == ["r-100", "r-40", "r-1", "r-0"]


def test_no_runs_are_an_empty_list(runs: RunStore) -> None:
    """A new home has none."""
    assert runs.recent(10) == []


def test_a_load_is_noted_before_and_after_its_start(runs: RunStore) -> None:
    """A lost answer to the start is resolved by the tasks that were known before it."""
    before = LoadNote(fence=7, known=["T1", "T2"])
    started = LoadNote(fence=7, known=["T1", "T2"], task_id="T3")

    assert runs.load("r-1", "UK", "invoices") is None
    runs.note_load("r-1", "UK", "invoices", before)
    assert runs.load("r-1", "UK", "invoices") == before
    runs.note_load("r-1", "UK", "invoices", started)
    assert runs.load("r-1", "UK", "invoices") == started
    assert runs.load("r-1", "UK", "bills") is None


def test_a_step_of_a_replaced_holder_cannot_overwrite_a_load(runs: RunStore) -> None:
    """Its task is no longer the one that the run waits for."""
    runs.note_load("r-1", "UK", "invoices", LoadNote(fence=8, known=[], task_id="new"))

    with pytest.raises(ModelBusy, match="above 7"):
        runs.note_load("r-1", "UK", "invoices", LoadNote(fence=7, known=[], task_id="old"))
    note = runs.load("r-1", "UK", "invoices")
    assert note is not None
    assert note.task_id == "new"


def test_only_what_was_proven_is_proven(runs: RunStore) -> None:
    """A cursor moves on this word."""
    runs.prove("r-1", "UK", "invoices")

    assert runs.proven("r-1", "UK", "invoices")
    assert not runs.proven("r-1", "UK", "bills")
    assert not runs.proven("r-2", "UK", "invoices")


def test_a_run_whose_end_nobody_has_told_is_shown_as_lost_until_it_shows_its_end_itself(runs: RunStore) -> None:
    """Otherwise it would be RUNNING for ever; and it may be alive after all."""
    runs.open("r-1", "actuals", 0)
    lost, again = runs.lose("r-1", 0, "its lease ran out"), runs.lose("r-1", 0, "its lease ran out")
    shown = runs.header("r-1")
    runs.close("r-1", 0, "SUCCEEDED", [RESULT])
    header = runs.header("r-1")

    assert (lost, again) == (True, False)
    assert shown is not None
    assert (shown.status, shown.closed, shown.reason) == ("FAILED", None, "its lease ran out")
    assert header is not None
    assert (header.status, header.closed) == ("SUCCEEDED", 0)


@pytest.mark.parametrize("attempt", [0, 1])
def test_what_is_over_or_goes_on_in_a_later_attempt_is_not_lost(runs: RunStore, attempt: int) -> None:
    """Whoever sees a lease run out sees the past."""
    runs.open("r-1", "actuals", attempt)
    if not attempt:
        runs.close("r-1", 0, "ABORTED")

    assert not runs.lose("r-1", 0, "its lease ran out")
    assert not runs.lose("r-2", 0, "its lease ran out")
