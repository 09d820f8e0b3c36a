"""One dataset of one entity from raw pages to chunks, with the stores that this reads and writes."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache, partial
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict, replace

from ml_connector.datasets import DATASETS
from ml_connector.errors import ContractBroken
from ml_connector.observability import Step
from ml_connector.settings import Settings
from ml_connector.steps import membership
from ml_connector.steps.lock import keep
from ml_connector.steps.reading import locked_until, read_members, read_references
from ml_connector.steps.reading_budgets import budget_windows
from ml_connector.steps.reading_documents import pages
from ml_connector.steps.returning import bring_back
from ml_connector.steps.tables import with_taken
from ml_connector.steps.trails import trail
from ml_connector.stores.memory import DocumentMemory
from ml_connector.sync import story
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.documents import Page
from ml_connector.sync.drift import Finding
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.locking import BehindLock, PeriodLock
from ml_connector.sync.mapping import Counts, FactMapping, RowMaker
from ml_connector.sync.payload import Target
from ml_connector.sync.prove import Mapped
from ml_connector.sync.quarantine import Quarantined
from ml_connector.sync.referencing import map_references
from ml_connector.sync.remembered import Remembered
from ml_connector.sync.rows import maker
from ml_connector.wiring import aws, control, memory, parked, progress
from ml_connector.xero.pulled import Pulled


class MapStep(Step, frozen=True):
    """pulled: the finished pass over the target's dataset."""

    target: Target
    pulled: Pulled


class Outlets(Struct, frozen=True):
    """Who is told what becomes of the rows, beside the chunks.

    refuse   takes what is kept back
    tell     takes what became of every document or member
    find     takes how a list differs from what it is to hold
    memory   what is remembered of the documents
    closed   takes changes in months that the books have closed
    """

    refuse: Callable[[Quarantined], None]
    tell: Callable[[Remembered], None]
    find: Callable[[list[Finding]], None]
    memory: DocumentMemory
    closed: Callable[[BehindLock], None] = lambda _: None


def map_dataset(step: MapStep) -> Mapped:
    """Map everything; what cannot be mapped goes to quarantine, and the audit is told."""
    target, pulled = step.target, step.pulled.position.watermark
    memory_ = DocumentMemory(memory.records(), step.run, target.entity, target.dataset, lambda: keep(step, target))
    with (
        parked.quarantine().collect(step.run, step.attempt, target.entity, target.dataset) as quarantine,
        parked.behind_lock().collect(step.run, step.attempt, target.entity, target.dataset) as closed,
        trail(step, target.entity, target.dataset, story.MAPPED) as entries,
    ):
        outlets = Outlets(
            refuse=quarantine.add,
            tell=lambda one: entries.add(story.mapped(one, pulled)),
            find=lambda _: None,
            memory=memory_,
            closed=closed.add,
        )
        counts = map_into(step, outlets)
    cursor = control.cursors().read(target.entity, target.dataset).version
    return Mapped(**asdict(target), attempt=step.attempt, cursor=cursor, **asdict(counts))


def map_into(step: MapStep, outlets: Outlets) -> Counts:
    """Map everything into chunks and the outlets."""
    target = step.target
    settings = with_taken(step.run, aws.settings(), target.dataset)
    encoder = Encoder(
        DATASETS[target.dataset], settings.loads[target.dataset].columns, membership.checks(step.run, target, settings)
    )
    put = partial(parked.chunks().put, step.run, step.attempt, target.entity, target.dataset)
    chunks = Chunks(encoder.header, settings.anaplan.chunk_bytes, put)
    map_ = _references if DATASETS[target.dataset].kind == "reference" else _facts
    return map_(step, settings, encoder, chunks, outlets)


def _facts(step: MapStep, settings: Settings, encoder: Encoder, chunks: Chunks, outlets: Outlets) -> Counts:
    entity, dataset = step.target.entity, DATASETS[step.target.dataset]
    documents, gone = _documents(step, settings)
    mapping: FactMapping[Any] = FactMapping(
        entity=entity,
        dataset=dataset,
        statuses=frozenset(settings.loads[dataset.name].statuses or dataset.live),
        maker=_maker(step, settings),
        encoder=encoder,
        chunks=chunks,
        records=outlets.memory,
        refuse=outlets.refuse,
        run=step.run,
        proven=_proven(step),
        tell=outlets.tell,
        lock=_lock(step, settings, outlets.closed),
        gone=None if step.pulled.pull.replay else gone,  # an old page does not tell what has vanished
    )
    returned = bring_back(step.run, step.target, step.pulled.pull, mapping, outlets.memory, mapping.proven)
    counts = replace(mapping.map(documents), returned=returned)
    parked.totals().put(step.run, step.attempt, entity, dataset.name, mapping.totals.result())
    return counts


def _lock(step: MapStep, settings: Settings, note: Callable[[BehindLock], None]) -> PeriodLock | None:
    """What happens to changes in closed months: history is none, and a person who replays has decided.

    A run after webhooks does not ask for the lock dates; the run that last moved the cursor has seen them.
    """
    entity, pull = step.target.entity, step.pulled.pull
    if pull.replay or not (pull.since or pull.ids):
        return None
    until = locked_until((step.run, control.cursors().read(entity, step.target.dataset).run), entity)
    return PeriodLock(step.run, step.target.dataset, until, settings.proof.closed_periods, note) if until else None


def _documents(step: MapStep, settings: Settings) -> tuple[Iterator[Page[Any]], Callable[[str], bool] | None]:
    """What was pulled, and how to know that a document has vanished from Xero."""
    entity, dataset = step.target.entity, step.target.dataset
    if dataset == "budgets":
        return budget_windows(step.run, entity, _watermark(step), settings.xero.budget_years)
    return pages(step.run, entity, dataset), (lambda _: True) if DATASETS[dataset].whole else None


def _maker(step: MapStep, settings: Settings) -> RowMaker[Any]:
    entity, dataset = step.target.entity, step.target.dataset
    base, members = settings.entities[entity].base_currency, read_members(step.run, entity)
    return maker(dataset, entity, base, members, settings.signs, settings.loads)


def _watermark(step: MapStep) -> datetime:
    found = step.pulled.position.watermark
    if found is None:
        named = f"{step.target.entity} {step.target.dataset}"
        raise ContractBroken(f"The pass over {named} ended without a watermark; start a new run")
    return found


def _references(step: MapStep, settings: Settings, encoder: Encoder, chunks: Chunks, outlets: Outlets) -> Counts:
    known, dataset = outlets.memory, step.target.dataset
    whole = DATASETS[dataset].whole
    read, page = read_references(step.run, step.target.entity, dataset, settings)
    rows = list(read)
    membership.stop_early(step.run, step.target, settings, rows)
    gate = membership.gate(step.run, step.target, settings, encoder)
    counts, remembered = map_references(
        rows,
        # A delta that brings nothing, as most do, need not be compared with thousands of records.
        {id_: (record, record.label) for id_, record in known.read_all().items()} if page or whole else {},
        dataset=dataset,
        page=page,
        pulled=_watermark(step),
        run=step.run,
        proven=_proven(step),
        encoder=encoder,
        chunks=chunks,
        refuse=outlets.refuse,
        tell=outlets.tell,
        whole=whole,
        gate=gate,
    )
    if gate:
        outlets.find(gate.close())
        membership.keep_apart(step.run, step.attempt, step.target, gate.name, gate.findings)
    known.write(remembered)
    return counts


def _proven(step: MapStep) -> Callable[[str], bool]:
    replay = step.pulled.pull.replay
    if replay and replay.resend:
        return lambda _: False  # whatever the model may hold, it is told again
    runs = progress.runs()
    return cache(lambda run: runs.proven(run, step.target.entity, step.target.dataset))
