"""What a run has cost can be told from its header and its history."""

from datetime import UTC, datetime, timedelta

import pytest
from ml_connector.stores.run_items import DatasetResult, RunHeader
from msgspec.structs import asdict, replace

from infra.cli.costs import Listed, cost
from infra.cli.plan_results import settled
from infra.cli.tables import runs
from infra.local.home import Step

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HEADER = RunHeader(
    run="actuals-1",
    flow="actuals",
    status="SUCCEEDED",
    attempt=0,
    started=NOON,
    ended=NOON + timedelta(seconds=90),
    results=[DatasetResult(entity="UK", dataset=name, counts={"rows_sent": 40, "xero_calls": 2}) for name in "ab"],
)


def at(seconds: float, kind: str, name: str) -> Step:
    return Step(at=NOON + timedelta(seconds=seconds), kind=kind, name=name)  # type: ignore[arg-type]  # the words of a step


def test_calls_rows_and_seconds_are_those_of_the_header() -> None:
    """A run of last year still says them, when Step Functions has forgotten it."""
    found = cost(HEADER, (), {})

    assert (found.xero_calls, found.rows, found.seconds, found.dollars) == (4, 80, 90.0, None)


def test_dollars_grow_with_the_memory_and_the_time_of_functions() -> None:
    """Two of one name at once are told apart by their order, which is enough for a sum."""
    steps = [
        at(0, "entered", "Map"),
        at(0, "called", "map_rows"),
        at(0, "called", "map_rows"),
        at(10, "answered", "map_rows"),
        at(20, "raised", "map_rows"),
    ]

    small, large = (cost(HEADER, steps, {"map_rows": memory}).dollars or 0.0 for memory in (1024, 2048))

    assert large - small == pytest.approx(30 * 0.0000133334, rel=0.01)
    assert small > 30 * 0.0000133334


def test_a_list_of_runs_shows_what_is_proven_and_what_it_took() -> None:
    """One look tells whether a night went well, and whether it took more than the others."""
    one = Listed(**asdict(HEADER), proven=1, loads=2, cost=cost(HEADER, [at(0, "entered", "Map")], {}))
    table = runs([one])

    shown = [str(next(iter(column.cells))) for column in table.columns]
    assert shown[3:7] == ["1/2", "80", "4", "90"]


def test_a_run_of_a_plan_is_told_by_its_journals_and_approved_rows() -> None:
    """It loads nothing, so what is proven is what Xero holds as planned."""
    counts = {"rows": 30, "approved": 20, "posted": 2, "unchanged": 1, "refused": 1, "stopped": 1, "xero_calls": 9}
    results = [DatasetResult(entity="plan", dataset="accruals", counts=counts)]
    found = cost(replace(HEADER, flow="plan", results=results), (), {})

    assert settled(results) == (3, 5)
    assert (found.rows, found.xero_calls) == (20, 9)
