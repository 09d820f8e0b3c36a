"""map check, map propose: how far the lists in Anaplan are from what Xero holds."""

import csv
import io
import sys
from typing import Annotated

import typer
from ml_connector.settings import Settings
from ml_connector.sync.drift import Drift
from ml_connector.sync.proposing import Proposal
from pydantic import BaseModel
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.asking import ask
from infra.cli.homes import choose
from infra.cli.options import STACK, Entities, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse

app = typer.Typer(no_args_is_help=True, help="How Xero's codes fit the members of Anaplan's lists; reads only.")

_FUNCTION = "check_map"


class Drifts(BaseModel):
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
    found = Drifts(drifts=tuple(Drift.model_validate(ask(place, _FUNCTION, {"entity": one})) for one in chosen))
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
    name it in a column: {table: uk_accounts.csv, of: account_code}.

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
    found = Proposal.model_validate(ask(place, _FUNCTION, {"entity": chosen, "propose": dimension}))
    if json:
        console.print_json(found)
    else:
        sys.stdout.write(_csv(found))
    return Status.WELL if all(one.to for one in found.entries) else Status.BADLY


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
