"""Tables hold the figures, and mark what needs a look."""

import io

from infra.cli import console, tables
from infra.cli.progress import Progress
from infra.cli.reports import Kept, Reason, Result
from tests.unit.cli.history import History, plan


def printed(what: object) -> str:
    out = io.StringIO()
    console.on(out).print(what)
    return out.getvalue()


def test_results_are_listed_and_added_up() -> None:
    """With every column that the operator was promised."""
    rows = [
        Result(entity="UK", dataset="invoices", documents=1300, rows_sent=3087, ok=3080, failed=7, xero_calls=2),
        Result(entity="NZ", dataset="invoices", documents=350, rows_sent=828, ok=828, xero_calls=1, seconds=1.25),
    ]
    told = printed(tables.results(rows, 20.61))

    for title in ("Docu-", "OK", "nored", "Failed", "Quaran-", "Tomb-", "Xero", "onds"):
        assert title in told
    (total,) = [line for line in told.splitlines() if "Total" in line]
    assert total.split() == ["Total", "1,650", "3,915", "3,908", "0", "7", "0", "0", "3", "20.6"]


def test_stages_show_the_last_setback() -> None:
    """Somebody who waits sees why."""
    progress = Progress()
    history = History().worked("prepare", plan("invoices")).called("pull_pages")
    for step in history.raised("pull_pages", "VendorDown", "Xero answered 503"):
        progress.see(step)

    told = printed(tables.stages(progress))
    assert "✓" in told
    assert "Pull: VendorDown: Xero answered 503" in told


def test_what_was_kept_back_is_told_with_reason_remedy_example_and_key() -> None:
    """All that is needed to mend it."""
    reason = Reason(rows=4, reason="no account", remedy="give the line an account", examples=("INV-7",))
    told = printed(
        tables.kept("Quarantine", [Kept(entity="UK", dataset="bills", keys=("runs/r/q",), rows=4, reasons=(reason,))])
    )

    for part in ("UK", "bills", "4", "no account: give the line an account", "INV-7", "runs/r/q"):
        assert part in told


def test_text_from_outside_is_shown_as_it_is() -> None:
    """A reason with brackets is no mark-up."""
    reason = Reason(rows=1, reason="Invalid [bold]period[/] [/]", remedy="", examples=("[x]",))
    told = printed(tables.kept("Dumps", [Kept(entity="UK", dataset="bills", keys=(), rows=1, reasons=(reason,))]))

    assert "Invalid [bold]period[/] [/] (for example [x])" in told
