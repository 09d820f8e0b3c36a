"""map check, map propose, map put-table: how far the lists in Anaplan are from what Xero holds."""

import csv
import io
import sys
from pathlib import Path
from typing import Annotated

import typer
from ml_connector import plain
from ml_connector.columns import TableRule
from ml_connector.errors import SettingsWrong
from ml_connector.settings import Settings
from ml_connector.settings.tables import stored_tables
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.tables import TableStore
from ml_connector.sync.drift import Drift
from ml_connector.sync.proposing import Proposal
from msgspec import Struct
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.asking import ask
from infra.cli.homes import choose
from infra.cli.mapping_tables import TableFound
from infra.cli.options import STACK, Entities, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse

app = typer.Typer(no_args_is_help=True, help="How Xero's codes fit the members of Anaplan's lists.")

_FUNCTION = "check_map"


class Drifts(Struct, frozen=True):
    """One per entity that was looked at."""

    drifts: tuple[Drift, ...]


@app.command()
def check(*, entity: Entities = None, home: HomeFile = None, stack: Stack = STACK, json: Json = False) -> Status:
    """Compare accounts, tracking options and other reference data with the lists, and say what a run would do.

    Both vendors are asked now, which takes a few calls; nothing is written.
    Found are members that are new, renamed, recoded, archived, deleted,
    unmapped, without a code, or of another meaning in another organisation.

    Examples:
      ml-connector map check --home home.json
      ml-connector map check --entity UK --json

    Exit status: 0 no row would be kept back, 1 some would, 2 wrong usage.
    """
    place = choose(home, stack)
    chosen = _entities(place.settings(), entity)
    found = Drifts(drifts=tuple(plain.read(Drift, ask(place, _FUNCTION, {"entity": one})) for one in chosen))
    if json:
        console.print_json(found)
    else:
        console.data().print(_table(found) if any(one.findings for one in found.drifts) else "Lists are as Xero is.")
    bad = any(one.keeps_back and one.then != "added by the load" for drift in found.drifts for one in drift.findings)
    return Status.BADLY if bad else Status.WELL


@app.command()
def propose(
    *,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="The code of an entity in the settings, such as UK.")],
    dimension: Annotated[
        str, typer.Option("--dimension", metavar="NAME", help="An entry of dimensions in the settings.")
    ] = "accounts",
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Print a table (CSV: from,to,reason) from an organisation's codes to the members of an existing list.

    Matched by code, then by name; what is left blank is for a person to fill
    in, and counts as not mapped until then. Store it beside the settings and
    name it in a column: {table: uk_accounts.csv, of: account_code}; or put it
    into the bucket with `map put-table`, where it can change without a
    deployment: {table: "s3:uk.csv", of: account_code}.

    Example:
      ml-connector map propose NZ --home home.json > nz_accounts.csv

    Exit status: 0 every code has a member, 1 some have none, 2 wrong usage.
    """
    place = choose(home, stack)
    settings = place.settings()
    (chosen,) = _entities(settings, [entity])
    if dimension not in settings.dimensions:
        known = ", ".join(settings.dimensions) or "none"
        raise Misuse(f"There is no dimension '{dimension}' in the settings", f"Name one of these: {known}")
    found = plain.read(Proposal, ask(place, _FUNCTION, {"entity": chosen, "propose": dimension}))
    if json:
        console.print_json(found)
    else:
        sys.stdout.write(_csv(found))
    return Status.WELL if all(one.to for one in found.entries) else Status.BADLY


@app.command("put-table")
def put_table(
    *,
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="As settings name it after s3:, such as uk_accounts.csv.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A CSV in UTF-8 with the headers from,to.", exists=True)],
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Put a table into the bucket, in place of the one of this name; runs that begin from now on go by it.

    A run that is under way goes on with the one that it has taken, and each
    run keeps what it has gone by: `runs show` tells which. Rows that were kept
    back for want of an entry return with the next run by themselves.

    Example:
      ml-connector map put-table uk.csv uk_accounts.csv --home home.json

    Exit status: 0 it is there, 2 wrong usage, or a table that no run could use.
    """
    place = choose(home, stack)
    settings, body = place.settings(), file.read_bytes()
    try:
        TableRule(table=f"s3:{name}", of="")
        found = TableFound.of(name, body, str(file))
    except ValueError as error:
        raise Misuse(f"'{name}' is no name of a table: {error}", "Name it like uk_accounts.csv") from None
    except SettingsWrong as error:
        raise Misuse(str(error), "Nothing has been put; mend the file and put it again") from None
    TableStore(ObjectStore(place.client("s3"), place.description.bucket)).put(name, body)
    column = stored_tables(settings, settings.loads).get(name)
    if json:
        console.print_json(found)
    else:
        use = f"{column} goes by it" if column else f"no column names it yet: {{table: s3:{name}, of: …}}"
        console.data().print(f"{found.told} is in the bucket; {use}.")
    return Status.WELL


def _entities(settings: Settings, asked: list[str] | None) -> list[str]:
    for name in asked or ():
        if name not in settings.entities:
            raise Misuse(f"There is no entity '{name}' in the settings", f"Name one of {', '.join(settings.entities)}")
    return asked or list(settings.entities)


def _csv(found: Proposal) -> str:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow(("from", "to", "reason"))
    lines.writerows((one.value, one.to, one.reason) for one in found.entries)
    return out.getvalue()


def _table(found: Drifts) -> Table:
    table = Table(box=box.SIMPLE)
    for title in ("Entity", "Dimension", "Found", "Member", "In Anaplan", "In Xero", "Then"):
        table.add_column(title, no_wrap=title in ("Entity", "Found"), overflow="fold")
    for drift in found.drifts:
        for one in drift.findings:
            style = "yellow" if one.keeps_back and one.then != "added by the load" else ""
            cells = (one.entity, one.dimension, one.kind, one.member, one.before, one.now or one.name, one.then)
            table.add_row(*cells, style=style)
        if drift.more:
            table.add_row(drift.entity, "", "", f"and {drift.more:,} more", "", "", "")
    return table
