"""What a run does that webhooks have asked for: as little as brings the model up to date."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache

from ml_connector.datasets import DATASETS, NEEDED_BY_FACTS
from ml_connector.settings import Settings
from ml_connector.sync.guard import Pin, same_tenant
from ml_connector.sync.payload import Pull
from ml_connector.sync.prepare import (
    ModelIds,
    Plan,
    Request,
    chosen,
    is_reference,
    stages_of,
    target_of,
)

Cursor = Callable[[str, str], datetime | None]


def after_webhooks(
    settings: Settings,
    request: Request,
    cursor: Cursor,
    find_model: Callable[[str], ModelIds],
    pin: Callable[[str], Pin | None],
) -> Plan:
    """What was told of, the members that it may name, and no more: somebody waits, and calls are dear.

    A dataset without a cursor is left out: its first load is still to come, and brings everything. The organisation
    is not read: its tenant is compared with the one that was pinned, and its lock dates are those that the last run on
    a schedule has seen.

    raises   SettingsWrong like ``plan``, and if an entity is not the organisation that was pinned
    """
    entities = chosen("entity", request.entities, settings.entities)
    for entity in entities:
        same_tenant(entity, settings.entities[entity], pin(entity))
    facts = [pull for entity in entities for pull in _facts(settings, request, entity, cursor)]
    named = dict.fromkeys(pull.entity for pull in facts if not is_reference(pull.dataset))
    lists = [(entity, name) for entity in named for name in NEEDED_BY_FACTS]
    wanted = {*lists, *((pull.entity, name) for pull in facts for name in (pull.dataset, *pull.also))}
    found = cache(find_model)
    loads = [(entity, name) for name in DATASETS if name in settings.loads for entity in entities]
    return Plan(
        pulls=(*(Pull(entity=one, dataset=name, since=None, priority="first") for one, name in lists), *facts),
        stages=tuple(stages_of(settings, [target_of(settings, *one, found) for one in loads if one in wanted])),
    )


def _facts(settings: Settings, request: Request, entity: str, cursor: Cursor) -> Iterator[Pull]:
    since = {name: cursor(entity, name) for name in settings.loads if not DATASETS[name].whole}
    for one in request.changed:
        names = [name for name in one.datasets if since.get(name)]
        if names:
            yield Pull(
                entity=entity, dataset=names[0], also=tuple(names[1:]), since=None, priority="first", ids=one.ids
            )
    for name in request.datasets or ():
        if since.get(name):
            yield Pull(entity=entity, dataset=name, since=since[name], priority="first")
