"""changes: what was changed in Xero where nobody expects it any more."""

from collections.abc import Iterator
from typing import Annotated

import typer
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.quarantine import QuarantineStore
from ml_connector.sync.locking import BehindLock
from msgspec import Struct
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.archive import Archive
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse
from infra.local.home import Home


class Changes(Struct, frozen=True):
    """Changes behind the lock, those of the newest run first."""

    behind_lock: tuple[BehindLock, ...]


def changes(
    *,
    behind_lock: Annotated[
        bool, typer.Option("--behind-lock", help="Those dated on or before a lock date of the organisation.")
    ] = False,
    run: Annotated[str | None, typer.Option("--run", metavar="RUN", help="Only of this run.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=500, help="Look into so many of the newest runs.")] = 30,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Documents that were changed in months which the books have closed.

    What becomes of them is `proof.closed_periods` in settings: load, report, or
    quarantine. Each is told with its link into Xero. What was there before the
    first load is no change.

    Examples:
      ml-connector changes --behind-lock
      ml-connector changes --behind-lock --run RUN --json

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    if not behind_lock:
        raise Misuse("Which changes?", "Ask for `ml-connector changes --behind-lock`")
    place = choose(home, stack)
    runs = [run] if run else [header.run for header in Archive(place).recent(limit)]
    found = Changes(behind_lock=tuple(_read(place, runs)))
    if json:
        console.print_json(found)
    else:
        console.data().print(_table(found) if found.behind_lock else "Nothing was changed behind a lock date.")
    return Status.WELL


def _read(home: Home, runs: list[str]) -> Iterator[BehindLock]:
    store = QuarantineStore(ObjectStore(home.client("s3"), home.description.bucket), "behind-lock")
    for run in runs:
        for key in store.keys(run):
            yield from store.read(key, BehindLock)


def _table(found: Changes) -> Table:
    table = Table(box=box.SIMPLE)
    for name in ("Entity", "Date", "Closed until", "Document", "Change"):
        table.add_column(name, no_wrap=name != "Document")
    table.add_column("Amount", justify="right")
    table.add_column("Done")
    table.add_column("Link", overflow="fold")
    for one in found.behind_lock:
        document = f"{one.dataset} {one.document_number or one.document_id}"
        done = "kept back" if one.policy == "quarantine" else "loaded"
        amount = f"{one.amount:,.2f}"
        table.add_row(one.entity, one.date, f"{one.locked_until}", document, one.what, amount, done, one.link)
    return table
