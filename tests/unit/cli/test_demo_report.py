"""The demo says that all is well only when it is, and otherwise what is not."""

from decimal import Decimal

from infra.cli.demo_report import assemble, verdict
from infra.cli.reports import Result, RunReport
from infra.local.demo.books import Place
from infra.local.demo.changes import Change
from infra.local.demo.comparison import Comparison, compare
from infra.local.demo.edits import Edit
from infra.local.demo.hearing import Heard

PLACE = Place("UK", "invoices", "2026-10", "net")
EDIT = Edit("UK", "INV-1 is voided", "inv-1")
TRACE = Change("Invoice lines", "UK-1", "INV-1", {"Base amount": "1"}, {"Base amount": "0"}, 0)


def a_run(status: str = "SUCCEEDED", sent: int = 3, ok: int = 3) -> RunReport:
    result = Result(entity="UK", dataset="invoices", rows_sent=sent, ok=ok)
    return RunReport(
        run="r", status=status, accounted=result.accounted, results=(result,), seconds=1.0, error=None, cause=None
    )


def agreeing(books: int = 5, model: int = 5) -> Comparison:
    return compare({PLACE: Decimal(books)}, {PLACE: Decimal(model)})


def test_all_is_well_when_everything_is() -> None:
    """And the verdict counts what was shown."""
    report = assemble(a_run(), [EDIT], a_run(), [TRACE], agreeing())

    assert (report.well, report.problems) == (True, ())
    assert verdict(report).startswith("All 6 rows")


def test_without_the_comparison_nothing_is_proven() -> None:
    """A story that was cut short did not go well."""
    assert not assemble(a_run()).well


def test_each_thing_that_is_wrong_is_named() -> None:
    """One sentence each, with the place."""
    stranger = Change("Bill lines", "UK-9", "B-9", {}, {}, None)
    report = assemble(a_run(), [EDIT], a_run("FAILED"), [stranger], agreeing(5, 4))

    assert not report.well
    told = "\n".join(report.problems)
    for part in ("delta run ended as FAILED", "nothing of it is in the model", "UK-9", "books 5.00, model 4.00"):
        assert part in told


def test_rows_that_are_not_accounted_for_are_a_problem_although_the_run_succeeded() -> None:
    """This is what the exit status promises."""
    report = assemble(a_run(sent=3, ok=2), [], a_run(), [], agreeing())

    assert report.problems == ("The first load does not account for every row that was sent",)


def test_an_edit_that_no_webhook_brought_is_a_problem() -> None:
    """Nobody would have started a run for it."""
    missed = Heard(entity="UK", said="INV-2 is entered", run=None, rows=0, seconds=60.0)

    report = assemble(a_run(), [EDIT], a_run(), [TRACE], agreeing(), missed)

    assert report.problems == ("UK: INV-2 is entered, Xero told of it, and nothing of it is in the model",)
