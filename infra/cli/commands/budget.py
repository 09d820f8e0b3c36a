"""budget verify: whether Xero's budget says what is planned in Anaplan, cell by cell."""

import json as json_
from typing import Annotated

import typer
from ml_connector.errors import SettingsWrong
from ml_connector.stores.exports import ExportStore
from ml_connector.stores.objects import ObjectStore
from pydantic import BaseModel

from infra.cli import console, planning
from infra.cli.carrying_out import going_on, looks
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, PlanName, Stack
from infra.cli.statuses import Status

app = typer.Typer(no_args_is_help=True, help="Plans as budgets of Xero.")


class Verification(BaseModel):
    """What differs, and the files to import where it does."""

    run: str
    differences: tuple[str, ...]
    files: tuple[str, ...]


@app.command()
def verify(
    *,
    name: PlanName = None,
    into: Annotated[
        typer.FileBinaryWrite | None, typer.Option("--file", metavar="FILE", help="Write the file to import here.")
    ] = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Compare the approved plan with Xero's budget now, cell by cell, and make the file that brings them together.

    Xero's budgets cannot be written by programs: a person imports the file in
    Budget Manager, then this command says whether all of it arrived.

    Examples:
      ml-connector budget verify --file budget.csv
      ml-connector budget verify budget --json

    Exit status: 0 the budget is as planned, 1 it differs, 2 wrong usage.
    """
    place = choose(home, stack)
    settings = place.settings()
    chosen = planning.one_plan(settings, name)
    if settings.plans[chosen].mode != "budget_file":
        raise SettingsWrong(
            f"The plan '{chosen}' has mode {settings.plans[chosen].mode}; budgets have mode budget_file"
        )
    execution = planning.start(place, chosen)
    with going_on(execution):
        report = planning.follow(execution, looks(place))
    if not report.well:
        return planning.show(report, json=json)
    store = ExportStore(ObjectStore(place.client("s3"), place.description.bucket))
    told = json_.loads(store.read(report.report))
    found = Verification(run=report.run, differences=told["differences"], files=report.files)
    if into is not None:
        for key in found.files[:1]:
            into.write(store.read(key))
    _show(found, as_json=json)
    return Status.BADLY if found.differences else Status.WELL


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
