"""quarantine: what is kept back, why, and how it gets into the model."""

from collections.abc import Iterator
from typing import Annotated

import typer
from ml_connector.stores.objects import ObjectStore
from pydantic import BaseModel
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.archive import Archive
from infra.cli.commands.replay import retry
from infra.cli.homes import choose
from infra.cli.kept_back import Group, KeptRow, first, groups, kept_rows
from infra.cli.options import STACK, Datasets, Entities, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.local.home import Home

app = typer.Typer(no_args_is_help=True, help="Rows that could not be loaded, kept with the reason and the remedy.")
app.command()(retry)

RunId = Annotated[str | None, typer.Option("--run", metavar="RUN", help="Of this run; else of the newest 20.")]
_RUNS = 20


class Groups(BaseModel):
    """Rows by run and reason."""

    groups: tuple[Group, ...]


class Rows(BaseModel):
    """Rows, those of the newest run first; ``more``: there are others that were not asked for."""

    rows: tuple[KeptRow, ...]
    more: bool


@app.command("list")
def list_groups(
    *,
    run: RunId = None,
    entity: Entities = None,
    dataset: Datasets = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Count the rows that were kept back, by run and reason, with what would mend them.

    Examples:
      ml-connector quarantine list --home home.json
      ml-connector quarantine list --run actuals-20261101T053000-1a2b3c --entity UK --json

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    found = groups(_rows(choose(home, stack), run, entity, dataset))
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
    rows = _rows(choose(home, stack), run, entity, dataset)
    wanted = (row for row in rows if document in (None, row.document_id, row.document_number))
    shown, more = first(wanted, limit)
    if json:
        console.print_json(Rows(rows=shown, more=more))
        return Status.WELL
    console.data().print(_details(shown) if shown else "Nothing was kept back.")
    if more:
        console.talk().print(f"There are more than {limit:,}; --limit shows them.")
    return Status.WELL


def _rows(home: Home, run: str | None, entity: list[str] | None, dataset: list[str] | None) -> Iterator[KeptRow]:
    objects = ObjectStore(home.client("s3"), home.description.bucket)
    runs = [run] if run else [header.run for header in Archive(home).recent(_RUNS)]
    for one in runs:
        yield from kept_rows(objects, one, entity or (), dataset or ())


def _summary(found: list[Group]) -> Table:
    table = _table("Run", "Entity", "Dataset", "Rows", "Reason", "Remedy")
    for one in found:
        remedy = f"{one.remedy} (loaded on suspense)" if one.loaded else one.remedy
        table.add_row(one.run, one.entity, one.dataset, f"{one.rows:,}", one.reason, remedy)
    return table


def _details(rows: tuple[KeptRow, ...]) -> Table:
    table = _table("Entity", "Dataset", "Document", "Date", "Amount", "Reason", "Remedy")
    for row in rows:
        told = (str(row.values.get(name) or "") for name in ("date", "base_amount"))
        table.add_row(row.entity, row.dataset, row.document_number or row.document_id, *told, row.reason, row.remedy)
    return table


def _table(*titles: str) -> Table:
    table = Table(box=box.SIMPLE)
    for title in titles:
        right = title in ("Rows", "Amount")
        table.add_column(title, justify="right" if right else "left", no_wrap=right, overflow="fold")
    return table
