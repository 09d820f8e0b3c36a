"""What the lists lack of an organisation as it is now: asked of both vendors, and nothing written anywhere."""

import gzip
from collections.abc import Callable, Iterable, Iterator

from ml_connector.anaplan.discovery import find_model, find_workspace
from ml_connector.anaplan.lists import find_list, items_of
from ml_connector.datasets import DATASETS, NEEDED_BY_FACTS
from ml_connector.settings import Settings
from ml_connector.steps.membership import earlier, is_shared
from ml_connector.steps.reading import references_on
from ml_connector.sync.cutting import Texts
from ml_connector.sync.drift import Finding, Gate, by_code
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.membership import Checks, KnownMembers
from ml_connector.sync.reach import unnamed
from ml_connector.sync.references import ReferenceRow, distinct
from ml_connector.wiring import anaplan, limits, memory, xero
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.pages import read_page
from ml_connector.xero.paging import Position, advance

Rows = Callable[[str, str], list[ReferenceRow]]


def read_list(settings: Settings, model: str, list_name: str) -> list[Item]:
    """The items of a list as they are now."""
    client, wanted = anaplan.client(model), settings.anaplan.models[model]
    found = find_model(client, find_workspace(client, wanted.workspace), wanted.model)
    items = items_of(client, found, find_list(client, found, list_name))
    return [Item(one.code, one.name, {name: text or "" for name, text in one.properties.items()}) for one in items]


def read_rows(holder: str, entity: str, dataset: str, settings: Settings) -> list[ReferenceRow]:
    """The members of a reference dataset as Xero has them now."""
    return list(references_on(_pages(holder, entity, dataset, settings), entity, dataset, settings)[0])


def drift(entity: str, settings: Settings, rows: Rows, list_of: Callable[[str, str], list[Item]]) -> list[Finding]:
    """Everything that the next run would meet, for one entity.

    rows      gives the members of an entity's dataset
    list_of   gives the items of a list in an entry of ``anaplan.models``
    """
    return [*_in_lists(entity, settings, rows, list_of), *_in_facts(entity, settings, rows, list_of)]


def _in_lists(
    entity: str, settings: Settings, rows: Rows, list_of: Callable[[str, str], list[Item]]
) -> Iterator[Finding]:
    for name, dimension in settings.dimensions.items():
        if (dataset := dimension.filled_by) is None:
            continue
        headers = dict.fromkeys((dimension.code, dimension.name), Texts())
        encoder = Encoder(DATASETS[dataset], settings.loads[dataset].columns, Checks(headers))
        model = settings.model_of(entity, dataset)
        owners: dict[str, ReferenceRow] = {}
        for other in earlier(settings, entity, dataset) if is_shared(settings, dataset, dimension) else ():
            owners = dict(by_code(rows(other, dataset), encoder, dimension)) | owners
        above = KnownMembers.of(list_of(model, dimension.parents)) if dimension.parents else None
        gate = Gate(entity, dataset, name, dimension, encoder, list_of(model, dimension.list_), owners, above)
        for row in _as_loaded(entity, dataset, rows(entity, dataset), gate):
            gate.judge(row)
        yield from gate.findings


def _as_loaded(entity: str, dataset: str, present: Iterable[ReferenceRow], gate: Gate) -> Iterator[ReferenceRow]:
    """The rows of the next load: with those that have vanished, and with names kept apart as there."""
    known = {one.document_id: ReferenceRow.kept(one.label) for one in memory.records().read_all(entity, dataset)}
    here = {row.id: row for row in present}
    gone = [row.gone() for id_, row in known.items() if id_ not in here and DATASETS[dataset].whole]
    everyone = list(distinct([*gone, *here.values()], {id_: row.label for id_, row in known.items()}))
    gate.expect(everyone)
    yield from everyone


def _in_facts(
    entity: str, settings: Settings, rows: Rows, list_of: Callable[[str, str], list[Item]]
) -> Iterator[Finding]:
    """Members that the columns of facts could not name; those that a load is about to bring are no trouble."""
    seen: set[tuple[str, str]] = set()
    for name, dimension in settings.dimensions.items():
        if dimension.unknown == "create":
            continue
        for load, columns in ((one, x.columns) for one, x in settings.loads.items() if DATASETS[one].kind == "fact"):
            known = KnownMembers.of(list_of(settings.model_of(entity, load), dimension.list_))
            for dataset in NEEDED_BY_FACTS:
                for one in unnamed(rows(entity, dataset), dataset, name, dimension, known, columns):
                    if (one.id, one.now) not in seen:
                        seen.add((one.id, one.now))
                        yield one


def _pages(holder: str, entity: str, dataset: str, settings: Settings) -> Iterator[tuple[str, bytes]]:
    """Everything of a reference dataset, page after page."""
    endpoint, gate = ENDPOINTS[dataset], limits.governor(entity, f"{holder} {entity} {dataset}", "first")
    client, position, ids = xero.client(entity, gate), Position(since=None), set[str]()
    try:
        while not position.done:
            page = read_page(client, endpoint, position, settings.xero.page_size)
            ids.update(page.ids)
            yield f"page {position.page}", gzip.decompress(page.gzipped)
            position = advance(position, page, lambda: len(ids))
    finally:
        gate.finish()
