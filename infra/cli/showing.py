"""A finished or running run on the screen, or as JSON, and the exit status it deserves."""

import sys

from ml_connector.sync.preview import Preview
from rich.text import Text

from infra.cli import console, tables
from infra.cli.costs import told
from infra.cli.preview_csv import Part, as_csv
from infra.cli.previews import as_tables
from infra.cli.reports import RunReport
from infra.cli.statuses import Status
from infra.cli.trouble import Trouble


def show(report: RunReport, *, json: bool, verbose: bool, timings: bool = False) -> Status:
    """What it came to; with ``timings`` also when each stage was at work."""
    if json:
        console.print_json(report.document)
    else:
        _print(report, timings=timings)
    if report.error is not None:
        print_trouble(report, verbose=verbose)
    return Status.BADLY if report.status not in ("SUCCEEDED", "RUNNING") or _miscounted(report) else Status.WELL


def show_preview(found: Preview, *, json: bool, csv: Part | None) -> Status:
    """What a run would do; csv: the table to write so."""
    if json:
        console.print_json(found)
    elif csv:
        sys.stdout.write(as_csv(found, csv))
    else:
        console.data().print(as_tables(found))
    return Status.WELL


def _print(report: RunReport, *, timings: bool) -> None:
    out = console.data()
    out.print(Text.assemble("Run ", (report.run, "bold"), f" {headline(report)}"))
    if timings and report.stages:
        out.print(tables.timings(report))
    for parked in report.parked:
        until = f"{parked.until:%Y-%m-%d %H:%M} UTC"
        out.print(f"{parked.entity} {parked.dataset} waits until {until} and then goes on: {parked.reason}")
    if report.cost and report.cost.dollars is not None:
        out.print(told(report.cost))
    if report.results:
        out.print(tables.results(report.results, report.seconds))
    for table in report.tables:
        out.print(f"Mapped by the table {table.told}")
    if report.quarantine:
        out.print(tables.kept("Quarantine: rows that were not sent", report.quarantine))
    if report.dumps:
        out.print(tables.kept("Failure dumps: rows that Anaplan refused", report.dumps))


def headline(report: RunReport) -> str:
    """How it stands in one line."""
    if report.status == "RUNNING":
        return "is under way"
    told = f"{report.status} in {report.seconds:.1f} s"
    return f"{told}; every row that was sent is accounted for" if report.accounted else told


def print_trouble(report: RunReport, *, verbose: bool = False) -> None:
    """Error, cause, next step and run, on stderr."""
    found = Trouble(error=report.error or "", cause=report.cause or "", next_step=report.next_step or "")
    console.print_trouble(found, run=report.run)
    if verbose:
        console.talk().print("".join(report.trace or ()).rstrip(), soft_wrap=True)


def _miscounted(report: RunReport) -> bool:
    return report.status == "SUCCEEDED" and not report.accounted
