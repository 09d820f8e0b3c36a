"""What writes journals: Xero's, the ledger, and up to when the books are locked."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

from ml_connector.limits.governor import Governor
from ml_connector.stores.ledger import LedgerStore
from ml_connector.sync.plan.locked import Books
from ml_connector.wiring import aws, limits, parked, xero
from ml_connector.xero.profile import profile
from ml_connector.xero.writing import ManualJournals


def ledger() -> LedgerStore:
    """What was posted."""
    return LedgerStore(aws.table())


@contextmanager
def journals(entity: str, work: str) -> Iterator[tuple[ManualJournals, Governor]]:
    """The manual journals of an entity, and the limits under which they are asked for.

    work   what is done: the same when the same work is begun again
    """
    gate = limits.governor(entity, work, "first")
    try:
        yield ManualJournals(xero.client(entity, gate), _link), gate
    finally:
        gate.finish()


def books(run: str, entity: str) -> Books:
    """As the run has read them."""
    raw = parked.raw_pages()
    (page,) = raw.pages(run, entity, "organisation")
    return Books(profile(raw.read(page), f"the organisation of {entity}").locked_until)


def _link(run: str, marker: str) -> str:
    """Where a person finds the run; Xero wants an address, and this one ends in the journal's mark."""
    return f"{aws.settings().links.rstrip('/')}/runs/{quote(run)}?journal={marker}"
