"""run actuals, runs show, runs list: the runs of a home that is up, on this machine or in AWS."""

from typing import Annotated

import typer
from msgspec import Struct

from infra.cli import console, planning, tables
from infra.cli.archive import Archive
from infra.cli.carrying_out import carry_out, going_on, looks
from infra.cli.costs import Listed
from infra.cli.homes import choose
from infra.cli.options import (
    STACK,
    Csv,
    Datasets,
    DryRun,
    Entities,
    HomeFile,
    Json,
    Period,
    PlanName,
    Since,
    Stack,
    Table,
    Verbose,
    only_dry,
    request,
)
from infra.cli.preview_csv import Part
from infra.cli.previews import look_ahead
from infra.cli.showing import show, show_preview
from infra.cli.statuses import Status

run = typer.Typer(no_args_is_help=True, help="Start a run in a home that is up, and wait for its end.")
runs = typer.Typer(no_args_is_help=True, help="Look at the runs of a home.")


class RunList(Struct, frozen=True):
    """Runs, newest first."""

    runs: tuple[Listed, ...]


@run.command()
def actuals(
    *,
    since: Since = None,
    entity: Entities = None,
    dataset: Datasets = None,
    dry_run: DryRun = False,
    period: Period = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    csv: Csv = False,
    table: Table = Part.CHANGES,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Load actuals from Xero into Anaplan now, and say what became of every row.

    What is read goes on from where the last proven run ended; --since reads
    from another instant. Ctrl-C stops the waiting and not the run. --dry-run
    reads and maps all the same, writes nothing, and tells the Xero calls by
    entity and purpose, from the first page to the last trial balance, the
    members to add or rename, the rows by dataset, and what would change per
    account and period against what the model holds.

    Examples:
      ml-connector run actuals --home home.json
      ml-connector run actuals --entity UK --dataset invoices --json
      ml-connector run actuals --dry-run --period 2026-10
      ml-connector run actuals --dry-run --csv > changes.csv
      ml-connector run actuals --dry-run --csv --table calls > calls.csv

    Exit status: 0 every row is in the model, 1 the run failed or rows did not
    arrive, 2 wrong usage.
    """
    only_dry(dry_run=dry_run, period=period, csv=csv)
    place, asked = choose(home, stack), request(since, entity, dataset)
    if dry_run:
        return show_preview(look_ahead(place, asked, period), json=json, csv=table if csv else None)
    return carry_out(place, asked, json=json, verbose=verbose)


@run.command()
def plan(
    *,
    name: PlanName = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Bring what is approved in Anaplan into Xero now, as settings say of the plan.

    A journal that is in Xero already is not posted again; a changed plan takes
    its predecessor's place. If a second approval is asked for, the command
    waits for it. Ctrl-C stops the waiting and not the run.

    Examples:
      ml-connector run plan --home home.json
      ml-connector run plan accruals --json

    Exit status: 0 Xero holds what is approved, 1 some of it is not there, 2
    wrong usage.
    """
    place = choose(home, stack)
    execution = planning.start(place, planning.one_plan(place.settings(), name))
    with going_on(execution):
        report = planning.follow(execution, looks(place))
    return planning.show(report, json=json)


@runs.command("show")
def show_run(
    *,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The id of a run, as `runs list` tells it.")],
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Everything about one run: status, stages, results, and what was kept back.

    Quarantine are rows that were not sent, with the reason and the way to mend
    them; dumps are rows that Anaplan refused. Both are told by their keys in
    the bucket. A run that failed also says why and what to do.

    Of a plan's run: what became of the export's rows and of every journal.

    Example:
      ml-connector runs show actuals-20261101T053000-1a2b3c --home home.json

    Exit status: 0 the run went well or is under way, 1 it did not, 2 there is
    no such run.
    """
    archive = Archive(choose(home, stack))
    if archive.flow(run_id) == "plan":
        return planning.show(planning.looked_up(archive, run_id), json=json)
    return show(archive.report(run_id), json=json, verbose=verbose, timings=True)


@runs.command("list")
def list_runs(
    *,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="How many at most.")] = 20,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """The newest runs, newest first, with their proof and what they took.

    The dollars are an estimate of what AWS asks for the run, to compare runs
    with each other; a run that Step Functions has forgotten has none.

    Example:
      ml-connector runs list --home home.json --limit 5

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    found = RunList(runs=tuple(Archive(choose(home, stack)).listed(limit)))
    if json:
        console.print_json(found)
    else:
        console.data().print(tables.runs(found.runs) if found.runs else "No run yet.")
    return Status.WELL
