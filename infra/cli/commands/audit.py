"""audit verify: whether anybody has changed what is kept of past runs."""

from typing import Annotated

import typer
from ml_connector.stores.audit import AuditStore
from ml_connector.stores.objects import ObjectStore
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.archive import Archive, table_of
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.cli.verifying import Verdict, Verdicts, verify

app = typer.Typer(no_args_is_help=True, help="What happened to every record, and the proof that nobody changed it.")


@app.callback()
def _group() -> None:
    """Keeps ``verify`` a command of its own while it is the only one."""


@app.command("verify")
def verify_runs(
    *,
    run_id: Annotated[str | None, typer.Argument(metavar="[RUN]", help="One run; without it, the newest ones.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="How many of the newest runs.")] = 20,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Prove that the audit of past runs is as it was written.

    Every entry is chained to the one before it, and the heads of the chains
    are kept in the table, apart from the entries in the bucket. What was
    changed, removed, added, reordered or cut off is told with the first entry
    that does not fit.

    Examples:
      ml-connector audit verify --home home.json
      ml-connector audit verify actuals-20261101T053000-1a2b3c --json

    Exit status: 0 everything fits, 1 something does not, 2 there is no such
    run.
    """
    place = choose(home, stack)
    archive = Archive(place)
    audit = AuditStore(ObjectStore(place.client("s3"), place.description.bucket), table_of(place))
    headers = archive.recent(limit) if run_id is None else [archive.header(run_id)]
    found = Verdicts(runs=tuple(verify(audit, header) for header in headers))
    if json:
        console.print_json(found)
    else:
        console.data().print(_table(found) if found.runs else "No run yet.")
    return Status.WELL if found.well else Status.BADLY


def _table(found: Verdicts) -> Table:
    table = Table(box=box.SIMPLE)
    for title in ("Run", "Parts", "Entries"):
        table.add_column(title, no_wrap=True, justify="left" if title == "Run" else "right")
    table.add_column("Verdict")
    for one in found.runs:
        for first, told in enumerate(_told(one)):
            figures = ("", "", "") if first else (one.run, str(one.parts), f"{one.entries:,}")
            table.add_row(*figures, told)
    return table


def _told(one: Verdict) -> list[str]:
    if one.findings:
        return [f"{x.part}{'' if x.entry is None else f', entry {x.entry}'}: {x.what}" for x in one.findings]
    return ["as it was written" if one.closed else "as it was written; not closed yet"]
