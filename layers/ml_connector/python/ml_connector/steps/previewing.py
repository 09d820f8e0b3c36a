"""A run as far as it goes without writing anything: pulled, mapped and held against the model, all in memory."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence

from msgspec import Struct, field
from msgspec.structs import replace

from ml_connector.anaplan.large_reads import Table
from ml_connector.anaplan.models import Model
from ml_connector.anaplan.views import Views
from ml_connector.errors import RateLimited, VendorDown
from ml_connector.observability import Step
from ml_connector.settings import Load, Settings
from ml_connector.steps.forecasting import calls_of_proof
from ml_connector.steps.guarding import guard
from ml_connector.steps.listing import items
from ml_connector.steps.mapping import MapStep, Outlets, map_into
from ml_connector.steps.preparing import again, cursor, model
from ml_connector.steps.pulling import Means, PullStep, go_on
from ml_connector.steps.reading import read_members
from ml_connector.steps.sending import layout, sent
from ml_connector.steps.tables import take_tables
from ml_connector.stores.memory import Glance
from ml_connector.stores.run_items import Parked
from ml_connector.sync.calendar import Periods
from ml_connector.sync.drift import Finding
from ml_connector.sync.forecast import Calls
from ml_connector.sync.items import Item
from ml_connector.sync.mapping import Counts
from ml_connector.sync.payload import ListReading, Pull, Target
from ml_connector.sync.prepare import LoadStage, Request, plan
from ml_connector.sync.preview import Kept, Line, Movement, Movements, Preview, Work, lines
from ml_connector.sync.quarantine import Quarantined
from ml_connector.wiring import anaplan, aws, limits, memory, parked, xero
from ml_connector.xero.pulled import Pulled

_REASONS = 20
_FOR_THE_REST = 60.0
"""Seconds that mapping and comparing may take at the end."""

_BETWEEN_LOOKS = 5.0
_MONTH = re.compile(r"\d{4}-\d{2}")

SecondsLeft = Callable[[], float]


class PreviewStep(Step, frozen=True):
    """request: of one entity; period: as 2026-10, or as the model names it, None for all."""

    request: Request
    period: str | None = None


class _Nobody:
    """Nobody looks at the header of a run that is none."""

    def park(self, run: str, parked: Parked) -> None: ...
    def unpark(self, run: str, entity: str, dataset: str) -> None: ...


class _Found(Struct):
    """What one load comes to; shown: whether a view of the model shows what it holds."""

    target: Target
    counts: Counts = field(default_factory=Counts)
    kept: list[Quarantined] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    shown: bool = True


def preview(step: PreviewStep, seconds_left: SecondsLeft) -> Preview:
    """What a run of this request would do now.

    raises  RateLimited when Xero's limits want a longer wait than there is time for
    """
    settings = aws.settings()
    with aws.scratch():
        work = plan(settings, step.request, cursor, model, (), again)
        take_tables(step.run, settings, work.datasets)
        pulled = {(one.entity, one.dataset): _pulled(step, one, seconds_left) for one in work.pulls}
        found: list[_Found] = []
        for stage in work.stages:
            _read_lists(step, settings, stage, found)
            found += [_mapped(step, load, pulled[load.entity, load.dataset]) for load in stage.loads]
        facts = [one for one in found if settings.loads[one.target.dataset].headers("line_key")]
        entities = dict.fromkeys(one.target.entity for one in facts)
        movements = [move for entity in entities for move in _moved(step, settings, entity, facts, seconds_left)]
        calls = [*_pulling(pulled.values())]
        for entity in work.books:
            theirs = [(pulled[entity, one.target.dataset], one.kept) for one in found if one.target.entity == entity]
            calls += calls_of_proof(step.run, entity, settings, theirs)
    return Preview(
        period=step.period,
        calls=tuple(calls),
        work=tuple(_work(one, pulled[one.target.entity, one.target.dataset].position.calls) for one in found),
        members=tuple(finding for one in found for finding in one.findings),
        movements=tuple(movements),
        unshown=tuple(sorted({one.target.dataset for one in facts if not one.shown})),
    )


def _pulling(pulled: Iterable[Pulled]) -> Iterator[Calls]:
    taken: Counter[str] = Counter()
    for one in pulled:
        taken[one.pull.entity] += one.position.calls
    return (Calls(entity=entity, purpose="pull", least=calls, most=calls) for entity, calls in taken.items())


def _pulled(step: PreviewStep, pull: Pull, seconds_left: SecondsLeft) -> Pulled:
    """The whole pass. Its pages are in this process alone, so it is here that a limit is waited for."""
    position = None
    while True:
        gate = limits.governor(pull.entity, f"{step.run} {pull.entity} {pull.dataset}", pull.priority)
        client, options = xero.client(pull.entity, gate), aws.settings().xero
        means = Means(client, gate, parked.raw_pages(), _Nobody(), options, aws.now, guard)
        found = go_on(PullStep(run=step.run, attempt=0, pull=pull, position=position), means, seconds_left)
        if found.done:
            return found
        if found.wait_seconds + _FOR_THE_REST > seconds_left():
            raise RateLimited(
                f"Xero wants {found.wait_seconds} s of patience in the middle of {pull.entity} {pull.dataset}, and a "
                "look ahead has no such time: look at fewer datasets, or start the run, which waits as long as needed",
                found.wait_seconds,
            )
        time.sleep(found.wait_seconds)
        position = found.position


def _read_lists(step: PreviewStep, settings: Settings, stage: LoadStage, found: Sequence[_Found]) -> None:
    """The lists as they would be read back, with what the stage before would have brought."""
    coming = [finding for one in found for finding in one.findings if finding.kind in ("new", "renamed")]
    for reading in stage.lists:
        new = (Item(one.member, one.now or one.name, {}) for one in coming if _comes_to(one, reading, settings))
        store = parked.members()
        store.put(step.run, 0, reading.model_id, reading.dimension, stage.name, [*items(reading), *new])


def _comes_to(one: Finding, reading: ListReading, settings: Settings) -> bool:
    brought = one.kind == "renamed" or settings.dimensions[one.dimension].unknown == "create"
    here = one.dimension == reading.dimension and settings.model_of(one.entity, one.dataset) == reading.model
    return brought and here


def _mapped(step: PreviewStep, target: Target, pulled: Pulled) -> _Found:
    found = _Found(target)
    glance = Glance(memory.records(), step.run, target.entity, target.dataset)
    outlets = Outlets(refuse=found.kept.append, tell=lambda _: None, find=found.findings.extend, memory=glance)
    found.counts = map_into(MapStep(run=step.run, attempt=0, target=target, pulled=pulled), outlets)
    return found


def _moved(
    step: PreviewStep, settings: Settings, entity: str, facts: Sequence[_Found], seconds_left: SecondsLeft
) -> Iterator[Movement]:
    movements = Movements(entity, _period(step.period, settings))
    for one in facts:
        if one.target.entity == entity and one.counts.rows:
            load, target = settings.loads[one.target.dataset], one.target
            rows = lines(layout(load), sent(step.run, 0, entity, target.dataset))
            held = _held(step, load, target, seconds_left)
            movements.add(dict(rows or ()), held)
            one.shown = held is not None
    return movements.result(read_members(step.run, entity).spoken)


def _held(
    step: PreviewStep, load: Load, target: Target, seconds_left: SecondsLeft
) -> Iterator[tuple[str, Line]] | None:
    """Every line of the entity that the model shows, on the accounts as rows name them; None if no view shows them."""
    if load.read_back is None:
        return None
    views = Views(anaplan.client(target.model), Model(id=target.model_id, workspace_id=target.workspace_id))
    view = views.find(load.read_back.view).id
    found, codes = (
        lines(layout(load), views.read(view) or _large(views, view, seconds_left)),
        _codes(step, load, target),
    )
    return found and (
        (key, replace(line, account=codes.get(line.account.casefold(), line.account)))
        for key, line in found
        if key.startswith(f"{target.entity}-")
    )


def _codes(step: PreviewStep, load: Load, target: Target) -> dict[str, str]:
    """The codes of the accounts by their names: a view may show either."""
    settings, account = aws.settings(), layout(load).account
    for name, dimension in settings.dimensions_of(target.dataset).items():
        if account in dimension.columns:
            found = parked.members().read(step.run, target.model_id, name, "facts")
            return {item.name.casefold(): item.code for item in found if item.code}
    return {}


def _large(views: Views, view: str, seconds_left: SecondsLeft) -> Table:
    request = views.begin(view)
    while not views.is_ready(view, request):
        if seconds_left() < _FOR_THE_REST:
            raise VendorDown(f"Anaplan is still preparing view {view}; look again, and at fewer datasets")
        time.sleep(_BETWEEN_LOOKS)
    return views.pages(view, request)


def _period(asked: str | None, settings: Settings) -> str | None:
    """As the model names it."""
    if asked is None or not _MONTH.fullmatch(asked):
        return asked
    return Periods(settings.calendar)[f"{asked}-15"]  # the middle is in the month in every calendar


def _work(one: _Found, calls: int) -> Work:
    reasons = Counter((row.reason, row.remedy) for row in one.kept if not row.loaded)
    examples = {(row.reason, row.remedy): row.document_number or row.document_id for row in one.kept}
    return Work(
        entity=one.target.entity,
        dataset=one.target.dataset,
        xero_calls=calls,
        documents=one.counts.documents,
        rows=one.counts.rows,
        tombstones=one.counts.tombstones,
        quarantined=one.counts.quarantined,
        kept=tuple(
            Kept(reason=why[0], remedy=why[1], rows=rows, example=examples[why])
            for why, rows in reasons.most_common(_REASONS)
        ),
    )
