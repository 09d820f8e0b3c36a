"""The documents that a run has pulled, read back from its raw pages."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from ml_connector.sync.documents import Page
from ml_connector.wiring import parked
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS


def pages(run: str, entity: str, dataset: str) -> Iterator[Page[Any]]:
    """The documents of every page, the page that was read last first, and then what returns from earlier runs."""
    raw, returning = parked.raw_pages(), parked.returning()
    yield from pages_of(dict(reversed(raw.sources(run, entity, dataset).items())), dataset)
    yield from pages_of(returning.sources(run, entity, dataset), dataset)


def pages_of(sources: Mapping[str, Collection[str]], dataset: str) -> Iterator[Page[Any]]:
    """The documents of parked pages, only those with the ids that are named for a page, all if none are."""
    endpoint, raw = ENDPOINTS[dataset], parked.raw_pages()
    for key, ids in sources.items():
        found = records_of(dataset, raw.read(key))
        yield Page(key, [one for one in found if endpoint.has(one) and (not ids or one.id in ids)])
