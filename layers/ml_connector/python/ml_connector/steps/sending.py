"""The rows of a load as they are uploaded, and which of their columns say what."""

import csv
import gzip
from collections.abc import Iterator

from ml_connector.settings.loads import Load
from ml_connector.sync.proof.readback import Layout
from ml_connector.wiring import parked

_FIGURES = ("base_amount", "amount", "base_tax", "tax")
_ACCOUNT = ("account_name", "account_code", "account_id")
_PERIOD = ("period", "period_name", "date")


def layout(load: Load) -> Layout:
    """Of a load that has a line key."""
    return Layout(
        key=load.headers("line_key")[0],
        figures=tuple(load.headers(*_FIGURES)),
        account=next(iter(load.headers(*_ACCOUNT)), ""),
        period=next(iter(load.headers(*_PERIOD)), ""),
    )


def sent(run: str, attempt: int, entity: str, dataset: str) -> Iterator[list[str]]:
    """The rows of all chunks, the header first."""
    store = parked.chunks()
    for key in store.keys(run, attempt, entity, dataset):
        yield from csv.reader(gzip.decompress(store.read(key)).decode().splitlines(keepends=True))
