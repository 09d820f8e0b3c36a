"""A pass over pages that earlier runs have parked: no vendor is asked."""

from collections.abc import Iterator
from functools import cache

from ml_connector.datasets import DATASETS
from ml_connector.errors import ContractBroken
from ml_connector.steps.guarding import recognise
from ml_connector.steps.pulling import PullStep
from ml_connector.stores.batches import batched
from ml_connector.stores.records import Record
from ml_connector.sync.payload import Replay
from ml_connector.sync.returning import is_settled
from ml_connector.sync.selection import Sources, from_pages, from_records
from ml_connector.wiring import control, memory, parked, progress
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.outlines import instant_of, versions_on
from ml_connector.xero.paging import Position
from ml_connector.xero.pulled import Pulled

_RUNS = 100
_AT_ONCE = 1_000


def select(step: PullStep, replay: Replay) -> Pulled:
    """Refer the run to the pages that it goes by; raises ContractBroken if there is none of a list that facts need."""
    pull = step.pull
    kind = DATASETS.get(pull.dataset)
    if kind is None or kind.whole:
        position = _whole(step, replay)
    elif kind.kind == "fact":
        position = _documents(step, replay)
    else:
        position = _nothing(step)  # a list that is read by delta is in the model, and facts are held against that
    return Pulled(pull=pull, position=position, done=True, wait_seconds=0)


def _whole(step: PullStep, replay: Replay) -> Position:
    """All pages of the newest run that got to its end, or of the one that is replayed."""
    pull, raw, endpoint = step.pull, parked.raw_pages(), ENDPOINTS[step.pull.dataset]
    keys = _pages(step, replay)
    first = raw.read(keys[0])
    if pull.dataset == "organisation":
        recognise(pull.entity, first)
    raw.refer(step.run, pull.entity, pull.dataset, dict.fromkeys(keys, ()))
    return Position(watermark=instant_of(first, endpoint), done=True, documents=len(versions_on(first, endpoint)))


def _documents(step: PullStep, replay: Replay) -> Position:
    sources = _sources(step, replay)
    parked.raw_pages().refer(step.run, step.pull.entity, step.pull.dataset, dict(sorted(sources.items())))
    return Position(done=True, documents=sum(map(len, sources.values())))


def _nothing(step: PullStep) -> Position:
    parked.raw_pages().refer(step.run, step.pull.entity, step.pull.dataset, {})
    header = progress.runs().header(step.run)
    return Position(watermark=header.started if header else None, done=True)


def _sources(step: PullStep, replay: Replay) -> Sources:
    entity, dataset, records = step.pull.entity, step.pull.dataset, memory.records()
    if replay.run is None:
        if replay.documents:
            return from_records(replay, records.read_many(entity, dataset, replay.documents).values())
        if replay.held:
            proven = cache(lambda run: progress.runs().proven(run, entity, dataset))
            waiting = (one for one in records.read_open(entity, dataset) if not is_settled(one, proven))
            return from_records(replay, waiting)
        return from_records(replay, records.read_all(entity, dataset))
    raw, endpoint = parked.raw_pages(), ENDPOINTS[dataset]
    pages = []
    for key, ids in raw.sources(replay.run, entity, dataset).items():
        versions = versions_on(raw.read(key), endpoint)
        pages.append((key, {id_: at for id_, at in versions.items() if not ids or id_ in ids}))
    seen: dict[str, Record] = {}
    for batch in batched({id_: None for _, versions in pages for id_ in versions}, _AT_ONCE):
        seen |= records.read_many(entity, dataset, batch)
    return from_pages(replay, pages, seen)


def _pages(step: PullStep, replay: Replay) -> list[str]:
    entity, dataset = step.pull.entity, step.pull.dataset
    for run in _runs(step, replay):
        if pages := parked.raw_pages().pages(run, entity, dataset):
            return pages
    raise ContractBroken(
        f"no run that got to its end has read the {dataset} of {entity}, so there is nothing to replay with; "
        "start an ordinary run with `ml-connector run actuals`"
    )


def _runs(step: PullStep, replay: Replay) -> Iterator[str]:
    for header in progress.runs().recent(_RUNS):
        if header.results or header.run == replay.run:
            yield header.run
    if moved := control.cursors().read(step.pull.entity, step.pull.dataset).run:
        yield moved
    if replay.run:
        yield replay.run
