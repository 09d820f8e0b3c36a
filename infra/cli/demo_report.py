"""What the demo found, for programs, and what of it is not as it should be, for everybody. Pure."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from infra.cli.plan_report import PlanReport
from infra.cli.reports import RunReport
from infra.local.demo.changes import Change
from infra.local.demo.comparison import Comparison, Row
from infra.local.demo.edits import Edit
from infra.local.demo.hearing import Heard


class DemoReport(Struct, frozen=True, kw_only=True):
    """The whole story; what it did not come to is None or empty.

    problems   one sentence each; empty when every row is accounted for and the model equals the books
    """

    well: bool
    problems: tuple[str, ...]
    first_load: RunReport
    edits: tuple[Edit, ...] = ()
    delta: RunReport | None = None
    changes: tuple[Change, ...] = ()
    webhook: Heard | None = None
    months: tuple[Row, ...] = ()
    totals: tuple[Row, ...] = ()
    plan: PlanReport | None = None
    seconds: float


def assemble(
    first: RunReport,
    edits: Sequence[Edit] = (),
    delta: RunReport | None = None,
    changes: Sequence[Change] = (),
    comparison: Comparison | None = None,
    webhook: Heard | None = None,
    plan: PlanReport | None = None,
) -> DemoReport:
    """Everything there is, and what is wrong with it; seconds are the runs' alone."""
    problems = [*_of_run("first load", first), *_of_changes(edits, changes)]
    if delta:
        problems += _of_run("delta run", delta)
    if webhook and not webhook.rows:
        problems.append(f"{webhook.entity}: {webhook.said}, Xero told of it, and nothing of it is in the model")
    if comparison:
        problems += _of_comparison(comparison)
    if plan and not plan.well:
        problems.append(f"The plan ended as {plan.status} with {plan.error}: {plan.cause}")
    return DemoReport(
        well=not problems and comparison is not None,
        problems=tuple(problems),
        first_load=first.document,
        edits=tuple(edits),
        delta=delta and delta.document,
        changes=tuple(changes),
        webhook=webhook,
        months=comparison.months if comparison else (),
        totals=comparison.totals if comparison else (),
        plan=plan,
        seconds=first.seconds + (delta.seconds if delta else 0.0),
    )


def verdict(report: DemoReport) -> str:
    """What has been shown, when all is well."""
    rows = sum(result.rows_sent for run in (report.first_load, report.delta) if run for result in run.results)
    return (
        f"All {rows:,} rows that were sent are accounted for, and the model equals the books: "
        f"{len(report.months)} monthly amounts and {len(report.totals)} totals, net and tax, without a difference."
    )


def _of_run(name: str, report: RunReport) -> Iterator[str]:
    """Why a run is not what it should be."""
    if report.status != "SUCCEEDED":
        yield f"The {name} ended as {report.status} with {report.error}: {report.cause}"
    elif not report.accounted:
        yield f"The {name} does not account for every row that was sent"


def _of_changes(edits: Sequence[Edit], changes: Sequence[Change]) -> Iterator[str]:
    """Edits that left no trace, and traces of nothing."""
    seen = {change.edit for change in changes}
    for index, edit in enumerate(edits):
        if index not in seen:
            yield f"{edit.entity}: {edit.said}, and nothing of it is in the model"
    for change in changes:
        if change.edit is None:
            yield f"{change.place} {change.code} ({change.title}) changed in the model but nobody edited it in Xero"


def _of_comparison(comparison: Comparison) -> Iterator[str]:
    """Amounts that differ."""
    if not comparison.months:
        yield "There is nothing to compare: neither the books nor the model hold an amount"
    for row in comparison.differences:
        when = row.month or "in total"
        yield f"{row.entity} {row.dataset} {when}, {row.measure}: books {row.books:,.2f}, model {row.model:,.2f}"
