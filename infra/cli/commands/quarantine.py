"""quarantine: what is kept back, why, and how it gets into the model."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import cache
from typing import Annotated

import typer
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.records import RecordStore
from ml_connector.stores.run_items import RunHeader
from ml_connector.stores.runs import RunStore
from msgspec import Struct
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.archive import Archive, table_of
from infra.cli.commands.replay import retry
from infra.cli.fates import Fates
from infra.cli.homes import choose
from infra.cli.kept_back import Group, KeptRow, first, groups, kept_rows, still_open
from infra.cli.options import STACK, Datasets, Entities, HomeFile, Json, Stack, now
from infra.cli.statuses import Status
from infra.local.home import Home

app = typer.Typer(no_args_is_help=True, help="Rows that could not be loaded, kept with the reason and the remedy.")
app.command()(retry)

RunId = Annotated[str | None, typer.Option("--run", metavar="RUN", help="Of this run; else of the newest 20.")]
Everything = Annotated[bool, typer.Option("--all", help="Also what is not kept back any more.")]
_RUNS = 20
_SHOWN = ("date", "base_amount")


class Groups(Struct, frozen=True):
    """Rows by run and reason."""

    groups: tuple[Group, ...]


class Rows(Struct, frozen=True):
    """Rows, those of the newest run first; ``more``: there are others that were not asked for."""

    rows: tuple[KeptRow, ...]
    more: bool


@app.command("list")
def list_groups(
    *,
    run: RunId = None,
    entity: Entities = None,
    dataset: Datasets = None,
    everything: Everything = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Count the rows that were kept back, by run and reason, with what would mend them.

    What is open returns by itself with the next run, once its member or its
    mapping is there. Rows that have returned, or that a later run has told of
    again, are shown with --all, with the run that did it.

    Examples:
      ml-connector quarantine list --home home.json
      ml-connector quarantine list --run actuals-20261101T053000-1a2b3c --entity UK --json

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    found = groups(_rows(choose(home, stack), run, entity, dataset, everything=everything))
    if json:
        console.print_json(Groups(groups=tuple(found)))
    else:
        console.data().print(_summary(found) if found else "Nothing was kept back.")
    return Status.WELL


@app.command("show")
def show_rows(
    *,
    run: RunId = None,
    entity: Entities = None,
    dataset: Datasets = None,
    document: Annotated[
        str | None, typer.Option("--document", metavar="ID", help="Only of this document, by id or number.")
    ] = None,
    everything: Everything = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="How many rows at most.")] = 100,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Show the rows themselves: document, amount, reason and remedy; with --json everything they hold.

    Examples:
      ml-connector quarantine show --document INV-0042 --home home.json
      ml-connector quarantine show --dataset bills --limit 5000 --json

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    rows = _rows(choose(home, stack), run, entity, dataset, everything=everything)
    wanted = (row for row in rows if document in (None, row.document_id, row.document_number))
    shown, more = first(wanted, limit)
    if json:
        console.print_json(Rows(rows=shown, more=more))
        return Status.WELL
    console.data().print(_details(shown) if shown else "Nothing was kept back.")
    if more:
        console.talk().print(f"There are more than {limit:,}; --limit shows them.")
    return Status.WELL


def _rows(
    home: Home, run: str | None, entity: list[str] | None, dataset: list[str] | None, *, everything: bool
) -> Iterator[KeptRow]:
    """Of one run all rows, of the newest runs those that are open still, unless all are wanted."""
    objects, recent = ObjectStore(home.client("s3"), home.description.bucket), Archive(home).recent(_RUNS)
    runs = [run] if run else [header.run for header in recent]
    found = (row for one in runs for row in kept_rows(objects, one, entity or (), dataset or ()))
    told = _fates(home, recent).tell(found)
    return told if run or everything else still_open(told)


def _fates(home: Home, recent: Sequence[RunHeader]) -> Fates:
    runs = RunStore(table_of(home), now)

    @cache
    def started(run: str) -> datetime | None:
        header = runs.header(run)
        return header.started if header else None

    def looked_at(entity: str, dataset: str) -> str | None:
        ended = ((header.run, one) for header in recent for one in header.results)
        return next((run for run, one in ended if (one.entity, one.dataset) == (entity, dataset)), None)

    return Fates(RecordStore(table_of(home)), started, looked_at)


def _summary(found: list[Group]) -> Table:
    table = _table("Run", "Entity", "Dataset", "Rows", "State", "Reason", "Remedy")
    for one in found:
        remedy = "" if one.by else one.remedy
        table.add_row(one.run, one.entity, one.dataset, f"{one.rows:,}", _state(one), one.reason, remedy)
    return table


def _state(one: Group | KeptRow) -> str:
    return f"{one.state} by {one.by}" if one.by else one.state


def _details(rows: tuple[KeptRow, ...]) -> Table:
    table = _table("Entity", "Dataset", "Document", "Date", "Amount", "State", "Reason", "Remedy")
    for row in rows:
        name, told = row.document_number or row.document_id, (str(row.values.get(x) or "") for x in _SHOWN)
        table.add_row(row.entity, row.dataset, name, *told, _state(row), row.reason, "" if row.by else row.remedy)
    return table


def _table(*titles: str) -> Table:
    table = Table(box=box.SIMPLE)
    for title in titles:
        right = title in ("Rows", "Amount")
        table.add_column(title, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table
