"""From what was asked and where the cursors stand to the list of pulls and the ordered list of loads."""

import difflib
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Literal

from ml_connector.datasets import DATASETS, NEEDED_BY_FACTS, OWN_DATASET
from ml_connector.errors import SettingsWrong
from ml_connector.plain import Instant
from ml_connector.settings import Settings
from ml_connector.sync.payload import Changed, ListReading, Payload, Pull, Replay, Target

GUARD = "organisation"
"""Pulled to see that it is the right one, and for its lock dates."""


class Request(Payload, frozen=True, omit_defaults=True):
    """What a schedule, a person or a webhook asks of the actuals flow; or what to replay from parked pages.

    entities, datasets   None: all that settings name
    since                pull from this instant and not from the cursor, which then moves only if nothing is left out
    changed              of a webhook only: documents to pull by id, beside the datasets to pull by delta
    """

    trigger: Literal["schedule", "person", "webhook", "replay"] = "person"
    scheduled_at: str | None = None
    entities: tuple[str, ...] | None = None
    datasets: tuple[str, ...] | None = None
    since: Instant | None = None
    changed: tuple[Changed, ...] = ()
    replay: Replay | None = None

    def __post_init__(self) -> None:
        if (self.trigger == "replay") != (self.replay is not None):
            raise ValueError("a replay is asked for by the trigger replay together with what is to be replayed")


class ModelIds(Payload, frozen=True):
    """Where an entry of ``anaplan.models`` is."""

    workspace_id: str
    model_id: str


class LoadStage(Payload, frozen=True):
    """Loads that are mapped together and then loaded in this order, once the stage before has been loaded.

    lists   those that are read back before, because the mapping is held against them
    """

    name: Literal["lists", "facts"]
    lists: tuple[ListReading, ...]
    loads: tuple[Target, ...]


class Plan(Payload, frozen=True):
    """The work of one run; a stage without a load is left out.

    books   the entities whose books are compared with Xero's trial balance
    """

    pulls: tuple[Pull, ...]
    stages: tuple[LoadStage, ...]
    books: tuple[str, ...] = ()

    @property
    def loads(self) -> list[Target]:
        """All loads in the order in which they happen."""
        return [load for stage in self.stages for load in stage.loads]

    @property
    def datasets(self) -> set[str]:
        """All datasets that are loaded."""
        return {load.dataset for load in self.loads}


def plan(
    settings: Settings,
    request: Request,
    cursor: Callable[[str, str], datetime | None],
    find_model: Callable[[str], ModelIds],
    waiting: Collection[tuple[str, str]] = (),
    again: Callable[[str], date | None] = lambda _: None,
) -> Plan:
    """Every entity brings its reference data along, and lists are loaded before facts are mapped.

    cursor       gives the instant from which an entity's dataset is asked; None: it was never loaded
    find_model   gives the ids of an entry of ``anaplan.models``; asked once per entry
    waiting      entities and datasets whose facts another run is waiting to go on with; a schedule leaves them to it
    again        gives the day from which an entity's documents are to be pulled once more beside their delta
    raises   SettingsWrong if an entity or a dataset is asked for that settings do not have
    """
    entities = chosen("entity", request.entities, settings.entities)
    datasets = chosen("dataset", request.datasets, settings.loads)
    peers = _taken_from(settings, entities, datasets, cursor)
    loaded = [n for n in DATASETS if n in settings.loads and (n in datasets or n in peers or is_reference(n))]
    facts = any(not is_reference(name) for name in loaded)
    pulled = [name for name in DATASETS if name in loaded or name == GUARD or (facts and name in NEEDED_BY_FACTS)]
    found = cache(find_model)
    left_out = {(entity, name) for entity, name in waiting if request.trigger == "schedule" and not is_reference(name)}
    pulls = [(entity, name) for entity in entities for name in pulled]
    loads = [(entity, name) for name in loaded for entity in entities if (entity, name) not in left_out]
    return Plan(
        pulls=tuple(_pull(*one, request, cursor, peers, again) for one in pulls if one not in left_out),
        stages=tuple(stages_of(settings, [target_of(settings, *one, found) for one in loads])),
        books=tuple(entities) if settings.proof.books and facts else (),
    )


def stages_of(settings: Settings, loads: Sequence[Target]) -> Iterator[LoadStage]:
    lists = tuple(load for load in loads if is_reference(load.dataset))
    facts = tuple(load for load in loads if not is_reference(load.dataset))
    if lists:
        guards = (one for one in _readings(settings, facts) if one.dimension in settings.guards)
        yield LoadStage(name="lists", lists=(*_readings(settings, lists), *guards), loads=lists)
    if facts:
        yield LoadStage(name="facts", lists=_readings(settings, facts), loads=facts)


def _readings(settings: Settings, loads: Sequence[Target]) -> tuple[ListReading, ...]:
    """Each list of each model once."""
    found = {
        (load.model_id, name): ListReading(
            model=load.model,
            workspace_id=load.workspace_id,
            model_id=load.model_id,
            dimension=name,
            list_name=list_name,
        )
        for load in loads
        for name, list_name in settings.lists_of(load.dataset).items()
    }
    return tuple(found.values())


def target_of(settings: Settings, entity: str, dataset: str, find_model: Callable[[str], ModelIds]) -> Target:
    model = settings.model_of(entity, dataset)
    ids = find_model(model)
    way = settings.loads[dataset].way
    return Target(
        entity=entity, dataset=dataset, model=model, workspace_id=ids.workspace_id, model_id=ids.model_id, way=way
    )


def is_reference(name: str) -> bool:
    return DATASETS[name].kind == "reference"


def _taken_from(
    settings: Settings,
    entities: Collection[str],
    datasets: Collection[str],
    cursor: Callable[[str, str], datetime | None],
) -> Collection[str]:
    """Bank transactions, if a dataset is loaded for the first time whose documents have counted there until now.

    They are read whole then and let go of them, or both would count.
    """
    new = [name for name in OWN_DATASET.values() if name in datasets and None in {cursor(e, name) for e in entities}]
    return ("bank_transactions",) if new and "bank_transactions" in settings.loads else ()


def _pull(
    entity: str,
    name: str,
    request: Request,
    cursor: Callable[[str, str], datetime | None],
    whole: Collection[str],
    again: Callable[[str], date | None],
) -> Pull:
    if request.replay or DATASETS[name].whole:
        return Pull(entity=entity, dataset=name, since=None, replay=request.replay)
    since = None if name in whole else request.since or cursor(entity, name)
    backfill = since is None or request.since is not None
    return Pull(
        entity=entity,
        dataset=name,
        since=since,
        priority="backfill" if backfill else "scheduled",
        again=again(entity) if since and not is_reference(name) else None,
    )


def chosen(what: str, asked: Sequence[str] | None, known: Collection[str]) -> list[str]:
    if asked is None:
        return list(known)
    for name in asked:
        if name not in known:
            close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean {close[0]}?" if close else f"settings have {', '.join(known)}"
            raise SettingsWrong(f"There is no {what} '{name}' in the settings; {hint}")
    return [name for name in known if name in asked]
