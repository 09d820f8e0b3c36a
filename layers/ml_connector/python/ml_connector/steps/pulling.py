"""One invocation's part of a pass: pages are asked for under the tenant's limits and parked as they were received."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Protocol

from msgspec import Struct

from ml_connector.limits.governor import Governor
from ml_connector.observability import Step, logger
from ml_connector.plain import Instant
from ml_connector.settings import Xero
from ml_connector.stores.raw import RawStore
from ml_connector.stores.run_items import Parked
from ml_connector.sync.payload import Pull
from ml_connector.sync.pull import Progress, pull, whole_seconds
from ml_connector.xero.by_id import after, batch, calls_for
from ml_connector.xero.client import XeroClient
from ml_connector.xero.endpoints import ENDPOINTS, Endpoint
from ml_connector.xero.outlines import ids_of
from ml_connector.xero.pages import as_parked, read_ids, read_page
from ml_connector.xero.paging import Position, advance
from ml_connector.xero.pulled import Pulled
from ml_connector.xero.refusals import TooBroad
from ml_connector.xero.singles import after_list, after_one, questions
from ml_connector.xero.windows import and_again, narrowed, next_part

_PATIENCE = timedelta(hours=6)
"""An outage that lasts for longer than this ends the run, so that a person hears of it."""

_SHOWN_FROM = 300
"""Seconds of waiting that a person will want to know of."""


class PullStep(Step, frozen=True):
    """position: where the pass stands, None at its beginning; down_since: as ``Pulled`` says."""

    pull: Pull
    position: Position | None = None
    down_since: Instant | None = None


class Header(Protocol):
    """Shows who waits for long; ``stores.runs.RunStore`` does so for runs."""

    def park(self, run: str, parked: Parked) -> None: ...
    def unpark(self, run: str, entity: str, dataset: str) -> None: ...


class Means(Struct, frozen=True):
    """What a pull works with.

    gate    the one that ``client`` asks
    clock   aware UTC
    guard   raises SettingsWrong if an entity's gzip page of /Organisation shows another organisation
    """

    client: XeroClient
    gate: Governor
    raw: RawStore
    runs: Header
    options: Xero
    clock: Callable[[], datetime]
    guard: Callable[[str, bytes], None]


def go_on(step: PullStep, means: Means, seconds_left: Callable[[], float]) -> Pulled:
    """Where the pass stands now; raises what asking raises, if there is no progress to hand back."""
    start = step.position or Position(since=step.pull.since)
    patient = step.down_since is None or means.clock() - step.down_since < _PATIENCE
    try:
        progress = pull(
            start,
            lambda position: _page(step, means, position),
            means.options.calls_per_step,
            seconds_left,
            patient=patient,
        )
    finally:
        means.gate.finish()
    _tell(step, means, progress)
    return Pulled(
        pull=step.pull,
        position=progress.position,
        done=progress.position.done,
        wait_seconds=whole_seconds(progress.wait),
        down_since=(step.down_since or means.clock()) if progress.down else None,
    )


def _page(step: PullStep, means: Means, position: Position) -> Position:
    if step.pull.ids:
        return _batch(step, means, position)
    entity, dataset = step.pull.entity, step.pull.dataset
    endpoint = ENDPOINTS[dataset]
    if endpoint.single and position.page > 1:
        return _one(step, means, endpoint, position)
    means.gate.expect(position.to_come(means.options.page_size))
    try:
        page = read_page(means.client, endpoint, position, means.options.page_size)
    except TooBroad:
        if not endpoint.paged:
            raise
        return narrowed(position, means.clock().date())
    if dataset == "organisation":
        means.guard(entity, page.gzipped)
    parked = means.raw.park(step.run, entity, dataset, position.sweep, position.parked_as, page.gzipped)
    seen = as_parked(page, parked, endpoint)
    if endpoint.single:
        listed = advance(position, seen, lambda: len(seen.ids))
        return after_list(listed, len(seen.ids))
    there = next_part(advance(position, seen, lambda: _different(step, means, endpoint, position)))
    return and_again(there, step.pull.again)


def _batch(step: PullStep, means: Means, position: Position) -> Position:
    """The next documents by id, parked for every dataset that they may belong to."""
    pull, endpoint = step.pull, ENDPOINTS[step.pull.dataset]
    means.gate.expect(calls_for(pull.ids) - position.pages)
    page = read_ids(means.client, endpoint, batch(pull.ids, position))
    for dataset in (pull.dataset, *pull.also):
        gzipped = means.raw.park(step.run, pull.entity, dataset, position.sweep, position.parked_as, page.gzipped)
        page = as_parked(page, gzipped, endpoint)
    return after(position, page, pull.ids)


def _one(step: PullStep, means: Means, endpoint: Endpoint, position: Position) -> Position:
    """One of the records that the list has named, in one of the windows of time."""
    entity, dataset = step.pull.entity, step.pull.dataset
    list_, *_ = means.raw.pages(step.run, entity, dataset)
    read = position.watermark or means.clock()
    asked = questions(ids_of(means.raw.read(list_), endpoint), read.date(), means.options.budget_years)
    question = asked[position.page - 2]
    means.gate.expect(len(asked) + 2 - position.page)
    answer = means.client.get(question.path(endpoint), question.params)
    ids_of(answer.http.body, endpoint)  # anything else must not be parked for good
    means.raw.park(step.run, entity, dataset, position.sweep, position.page, answer.http.gzipped)
    return after_one(position, answer.calls, len(asked))


def _different(step: PullStep, means: Means, endpoint: Endpoint, position: Position) -> int:
    """How many different documents this part of the pass has parked."""
    keys = means.raw.pages(step.run, step.pull.entity, step.pull.dataset)
    pages = (means.raw.read(key) for key in keys if means.raw.number(key) > position.before)
    return len({id_ for page in pages for id_ in ids_of(page, endpoint)})


def _tell(step: PullStep, means: Means, progress: Progress[Position]) -> None:
    """Let the header show who waits for long, and not any more when it goes on."""
    entity, dataset = step.pull.entity, step.pull.dataset
    if progress.wait < _SHOWN_FROM:
        if step.position is not None:
            means.runs.unpark(step.run, entity, dataset)
        return
    until = means.clock() + timedelta(seconds=progress.wait)
    logger.warning("parked", extra={"entity": entity, "dataset": dataset, "until": until, "reason": progress.reason})
    means.runs.park(step.run, Parked(entity=entity, dataset=dataset, until=until, reason=progress.reason))
