"""replay, quarantine retry: load again what was pulled before, without asking Xero."""

import re
from typing import Annotated

import typer
from ml_connector.stores.objects import ObjectStore
from ml_connector.sync.payload import Replay
from ml_connector.sync.prepare import Request
from msgspec.structs import replace

from infra.cli.archive import Archive, table_of
from infra.cli.carrying_out import carry_out
from infra.cli.homes import choose
from infra.cli.options import STACK, Datasets, Entities, HomeFile, Json, Stack, Verbose
from infra.cli.records.finding import Finder
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse
from infra.local.home import Home

Run = Annotated[str | None, typer.Option("--run", metavar="R", help="What this run has pulled.")]
Record = Annotated[
    str | None, typer.Option("--record", metavar="ID", help="One document, by id, number or the key of a line.")
]


def replay(
    *,
    run: Run = None,
    entity: Entities = None,
    dataset: Datasets = None,
    period: Annotated[
        str | None, typer.Option("--period", metavar="P", help="Only documents of this month, such as 2026-10.")
    ] = None,
    record: Record = None,
    resend: Annotated[
        bool, typer.Option("--resend", help="Send rows also if the model holds them as they are already.")
    ] = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Load again from the pages that are kept, without a single call to Xero.

    Rows are mapped by today's rules, loaded and proven, in a run like any
    other; no cursor moves. Of each document the newest version that was ever
    pulled is taken, so nothing old comes back. Rows that the model holds
    already are sent only with --resend.

    Examples:
      ml-connector replay --run actuals-20261101T053000-1a2b3c
      ml-connector replay --entity UK --dataset invoices --period 2026-10
      ml-connector replay --record INV-0042 --resend

    Exit status: 0 every row is in the model, 1 the run failed or rows did not
    arrive, 2 wrong usage.
    """
    if not (run or record or (entity and dataset)):
        raise Misuse("Say what to replay", "Name --run, or --record, or --entity with --dataset and perhaps --period")
    if period and not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", period):
        raise Misuse(f"'{period}' is no month", "Write it like 2026-10")
    place = choose(home, stack)
    what = Replay(run=run, period=period, resend=resend)
    return carry_out(place, _request(place, what, entity, dataset, record), json=json, verbose=verbose)


def retry(
    *,
    run: Run = None,
    entity: Entities = None,
    dataset: Datasets = None,
    record: Record = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Load what is kept back, once its mapping is mended, without asking Xero.

    Takes the documents with rows in quarantine, maps them by today's rules
    and sends what can be loaded now. What succeeds is resolved by this run,
    as `ml-connector trace` shows; the rest stays, with today's reason.

    Examples:
      ml-connector quarantine retry
      ml-connector quarantine retry --entity UK --dataset invoices
      ml-connector quarantine retry --record INV-0042

    Exit status: 0 every row that was sent is in the model, 1 the run failed or
    rows did not arrive, 2 wrong usage.
    """
    place = choose(home, stack)
    asked = _request(place, Replay(run=run, held=True), entity, dataset, record)
    return carry_out(place, asked, json=json, verbose=verbose)


def _request(
    place: Home, what: Replay, entities: list[str] | None, datasets: list[str] | None, record: str | None
) -> Request:
    """Narrowed to where there is something to replay, so that nothing else is locked and looked at."""
    if record is not None:
        settings = place.settings()
        places = [(e, d) for e in entities or settings.entities for d in datasets or settings.loads]
        found = Finder(table_of(place), places).find(record)
        what = replace(what, documents=tuple(sorted({one.record.document_id for one in found})))
        entities, datasets = sorted({one.entity for one in found}), sorted({one.dataset for one in found})
    elif what.run is not None:
        pulled = _pulled(place, what.run)
        entities = sorted({entity for entity, _ in pulled if entities is None or entity in entities})
        datasets = sorted({dataset for _, dataset in pulled if datasets is None or dataset in datasets})
    return Request(
        trigger="replay",
        entities=tuple(entities) if entities else None,
        datasets=tuple(datasets) if datasets else None,
        replay=what,
    )


def _pulled(place: Home, run: str) -> set[tuple[str, str]]:
    """What a run has parked pages of, as far as settings still load it; raises Misuse if there is nothing."""
    Archive(place).header(run)
    prefix, loads = f"runs/{run}/raw/", place.settings().loads
    keys = ObjectStore(place.client("s3"), place.description.bucket).keys(prefix)
    found = {(entity, dataset) for key in keys for entity, dataset, _ in [key.removeprefix(prefix).split("/")]}
    if not (known := {(entity, dataset) for entity, dataset in found if dataset in loads}):
        raise Misuse(f"Run {run} has left no page to replay", "Replay another run, or start an ordinary one")
    return known
