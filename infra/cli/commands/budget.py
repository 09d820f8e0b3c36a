"""budget verify, budget compare: what is planned in Anaplan beside Xero's budgets, and beside Xero's actuals."""

import json as json_
import sys
from pathlib import Path, PurePosixPath
from typing import Annotated

import typer
from ml_connector.errors import SettingsWrong
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.objects import ObjectStore
from ml_connector.sync.plan.comparison import as_csv
from msgspec import Struct

from infra.cli import console, planning
from infra.cli.carrying_out import going_on, looks
from infra.cli.comparisons import kept, shown
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, PlanName, Stack
from infra.cli.plan_report import PlanReport
from infra.cli.statuses import Status
from infra.local.home import Home

app = typer.Typer(no_args_is_help=True, help="Plans beside Xero's budgets and actuals.")


class Verification(Struct, frozen=True):
    """What differs, and the files to import where it does."""

    run: str
    differences: tuple[str, ...]
    files: tuple[str, ...]


@app.command()
def verify(
    *,
    name: PlanName = None,
    into: Annotated[
        Path | None, typer.Option("--folder", metavar="DIR", help="Write the files to import here, one per budget.")
    ] = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Compare the approved plan with Xero's budgets now, cell by cell, and make the files that bring them together.

    Xero's budgets cannot be written by programs: a person imports each file
    into the budget that it is named after, in Budget Manager; then this command
    says whether all of it arrived.

    Examples:
      ml-connector budget verify --folder budgets
      ml-connector budget verify budget --json

    Exit status: 0 the budget is as planned, 1 it differs, 2 wrong usage.
    """
    place = choose(home, stack)
    report = _run(place, name, "budget_file")
    if not report.well:
        return planning.show(report, json=json)
    store = _store(place)
    told = json_.loads(store.read(report.report))
    found = Verification(run=report.run, differences=told["differences"], files=report.files)
    if into is not None:
        into.mkdir(parents=True, exist_ok=True)
        for key in found.files:
            (into / PurePosixPath(key).name).write_bytes(store.read(key))
    _show(found, as_json=json)
    return Status.BADLY if found.differences else Status.WELL


@app.command()
def compare(
    *,
    name: PlanName = None,
    run_id: Annotated[
        str | None, typer.Option("--run", metavar="RUN", help="What a past run has found; without it, a new one runs.")
    ] = None,
    period: Annotated[str, typer.Option("--period", metavar="P", help="Only this month, such as 2026-10.")] = "",
    csv: Annotated[bool, typer.Option("--csv", help="Print all of it as CSV.")] = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Compare a plan that is kept for reference with Xero's actuals, per account and month.

    Actuals are what the trial balance moved in the month, so all of the books
    and not only what is loaded; months that have not begun have none. Accounts
    of the result that moved and were not planned are shown too. Figures are
    positive where an account grows.

    Examples:
      ml-connector budget compare --period 2026-10
      ml-connector budget compare --run plan-20261101T053000-1a2b3c --csv > comparison.csv

    Exit status: 0, also where they differ; 1 the run failed; 2 wrong usage, or
    the run has compared nothing.
    """
    place = choose(home, stack)
    if run_id is None:
        report = _run(place, name, "reference")
        if not report.well:
            return planning.show(report, json=json)
        run_id = report.run
    found = kept(_store(place), run_id, period)
    if json:
        console.print_json(found)
    elif csv:
        sys.stdout.write(as_csv(found.rows))
    else:
        console.data().print(shown(found))
    return Status.WELL


def _run(place: Home, name: str | None, mode: str) -> PlanReport:
    """One run of a plan of this mode, to its end."""
    settings = place.settings()
    chosen = planning.one_plan(settings, name)
    if settings.plans[chosen].mode != mode:
        raise SettingsWrong(f"The plan '{chosen}' has mode {settings.plans[chosen].mode}; this is for mode {mode}")
    execution = planning.start(place, chosen)
    with going_on(execution):
        return planning.follow(execution, looks(place))


def _store(place: Home) -> ExportStore:
    return ExportStore(ObjectStore(place.client("s3"), place.description.bucket))


def _show(found: Verification, *, as_json: bool) -> None:
    if as_json:
        console.print_json(found)
        return
    out = console.data()
    for difference in found.differences:
        out.print(difference)
    out.print(f"{len(found.differences)} differences" if found.differences else "Xero's budget is as planned.")
    for key in found.files:
        out.print(f"File: {key}")
