"""What earlier runs have kept back, or put on a suspense member, joins the run as soon as its own member is there."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from ml_connector.datasets import DATASETS
from ml_connector.steps.reading_documents import pages_of
from ml_connector.stores.memory import DocumentMemory
from ml_connector.sync.mapping import FactMapping
from ml_connector.sync.payload import Pull, Target
from ml_connector.sync.returning import is_settled, pages_to_try, returning
from ml_connector.wiring import parked


class _Waiting(Struct, frozen=True):
    """An open document, without its lines: there may be many."""

    held: int
    suspended: int
    run: str
    page: str


def bring_back(
    run: str,
    target: Target,
    pull: Pull,
    mapping: FactMapping[Any],
    memory: DocumentMemory,
    proven: Callable[[str], bool],
) -> int:
    """Let the run go by the parked pages of documents that can be loaded now; how many documents.

    Of a dataset that is read whole all come anyway; a webhook's run is about its own documents, and a replay about what
    it was asked for. What the run itself has pulled is left out, and a repeated step goes by what was found first.
    """
    if DATASETS[target.dataset].whole or pull.replay or pull.ids:
        return 0
    store = parked.returning()
    found = store.sources(run, target.entity, target.dataset)
    if not found:
        waiting = _waiting(f"runs/{run}/", memory, proven)
        mapped = {page: _on_page(page, waiting[page], target, mapping, proven) for page in pages_to_try(waiting, run)}
        found = {page: frozenset(ids) for page, ids in mapped.items() if ids}
        if found:
            store.refer(run, target.entity, target.dataset, found)
    return sum(map(len, found.values()))


def _waiting(own: str, memory: DocumentMemory, proven: Callable[[str], bool]) -> defaultdict[str, dict[str, _Waiting]]:
    """The open documents by page and id; what has been proven since is let rest."""
    waiting: defaultdict[str, dict[str, _Waiting]] = defaultdict(dict)
    settled = []
    for record in memory.read_open():
        if is_settled(record, proven):
            settled.append(record)
        elif record.page and not record.page.startswith(own):
            waiting[record.page][record.document_id] = _Waiting(record.held, record.suspended, record.run, record.page)
    if settled:
        memory.settle(settled)
    return waiting


def _on_page(
    page: str,
    waiting: dict[str, _Waiting],
    target: Target,
    mapping: FactMapping[Any],
    proven: Callable[[str], bool],
) -> list[str]:
    return [
        id_
        for one in pages_of({page: waiting}, target.dataset)
        for id_ in returning(one.documents, waiting, mapping.out_of_place, proven)
    ]
