"""What is said of a run is the same for people and programs, and true also when it went badly."""

import json
from datetime import timedelta

from ml_connector import plain
from ml_connector.stores.run_items import DatasetResult, RunHeader

from infra.cli.progress import Progress
from infra.cli.reports import RunReport, report
from infra.local.home import Ending
from tests.unit.cli.history import BEGUN

WANTED = {
    "entity",
    "dataset",
    "documents",
    "rows_sent",
    "ok",
    "ignored",
    "failed",
    "quarantined",
    "tombstones",
    "xero_calls",
}


def an_ending(status: str = "SUCCEEDED", error: str | None = None, cause: str | None = None) -> Ending:
    return Ending(run="r-1", status=status, output=None, error=error, cause=cause, seconds=12.5)


def a_header(**counts: int) -> RunHeader:
    results = [DatasetResult(entity="UK", dataset="invoices", counts=counts)] if counts else []
    return RunHeader(
        run="r-1",
        flow="actuals",
        status="SUCCEEDED",
        attempt=0,
        started=BEGUN,
        ended=BEGUN + timedelta(seconds=12),
        results=results,
    )


def as_json(found: RunReport) -> dict[str, object]:
    document: dict[str, object] = json.loads(plain.json(found))
    return document


def test_a_report_has_the_keys_that_programs_rely_on() -> None:
    """More may be there, fewer may not."""
    document = as_json(report(an_ending(), a_header(rows_sent=3, ok=3), Progress()))

    assert document.keys() >= {"run", "status", "accounted", "results", "seconds"}
    results = document["results"]
    assert isinstance(results, list)
    assert results[0].keys() >= WANTED


def test_rows_are_accounted_for_when_the_parts_make_the_whole() -> None:
    """Refused rows are accounted for too; lost ones are not."""
    refused = report(an_ending(), a_header(rows_sent=3, ok=1, ignored=1, failed=1), Progress())
    lost = report(an_ending(), a_header(rows_sent=3, ok=2), Progress())

    assert (refused.accounted, lost.accounted) == (True, False)


def test_what_else_a_run_has_counted_is_left_out() -> None:
    """A newer deployment may count more than an older command knows."""
    (one,) = report(an_ending(), a_header(rows_sent=1, ok=1, returned=1), Progress()).results

    assert (one.rows_sent, one.ok) == (1, 1)


def test_a_run_that_never_counted_accounts_for_nothing() -> None:
    """No results are not a proof."""
    assert not report(an_ending("FAILED", "VendorDown"), a_header(), Progress()).accounted
    assert not report(an_ending("FAILED", "VendorDown"), None, Progress()).accounted


def test_a_failed_run_names_error_cause_and_next_step_without_the_wrapping_of_lambda() -> None:
    """The stack trace is there for those who ask, and in no document."""
    cause = json.dumps(
        {"errorMessage": "Anaplan refused the login", "errorType": "BadCredentials", "stackTrace": ["line 1\n"]}
    )
    found = report(an_ending("FAILED", "BadCredentials", cause), a_header(), Progress())

    assert (found.error, found.cause) == ("BadCredentials", "Anaplan refused the login")
    assert "ml-connector connect" in str(found.next_step)
    assert found.trace == ("line 1\n",)
    assert "line 1" not in plain.json(found.document)


def test_an_end_without_an_error_is_still_told_as_one() -> None:
    """A time-out of the whole workflow has no error of its own."""
    found = report(an_ending("TIMED_OUT"), a_header(), Progress())

    assert (found.error, found.cause) == ("TIMED_OUT", "the run ended as TIMED_OUT")


def test_a_run_that_went_well_has_no_trouble() -> None:
    """Nor has one that is still under way."""
    assert report(an_ending(), a_header(rows_sent=0), Progress()).error is None
    assert report(an_ending("RUNNING"), a_header(), Progress()).error is None
