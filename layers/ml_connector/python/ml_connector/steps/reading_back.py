"""The lines of one load as the model shows them, against the chunks that were uploaded."""

import csv
import gzip
from collections.abc import Iterator

from ml_connector.anaplan.views import LargeReadGone, Table, Views
from ml_connector.settings.loads import Load
from ml_connector.steps.loading import DeliveryStep
from ml_connector.steps.reading import read_members
from ml_connector.sync.members import Members
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.readback import Difference, Layout, compare
from ml_connector.sync.prove import Loaded
from ml_connector.wiring import aws, parked

_SECONDS_BETWEEN_LOOKS = 10
_FIGURES = ("base_amount", "amount", "base_tax", "tax")
_ACCOUNT = ("account_name", "account_code", "account_id")
_PERIOD = ("period", "period_name", "date")


class ReadBackStep(DeliveryStep):
    """request: the large read that is waited for, None before there is one."""

    loaded: Loaded
    request: str | None = None


class Reading(Payload):
    """loaded: with what was found, once ``done``; request, wait_seconds: what is waited for until then."""

    done: bool
    loaded: Loaded
    request: str | None = None
    wait_seconds: int = 0


def read_back(step: ReadBackStep) -> Reading:
    """Read the view if it can be read now, and compare."""
    views, view_id = Views(step.client, step.model), step.destination.view_id or ""
    request = step.request
    if request is None:
        table = views.read(view_id)
        if table is not None:
            return _compared(step, table)
        return _waiting(step, views.begin(view_id))
    try:
        ready = views.is_ready(view_id, request)
    except LargeReadGone:
        return _waiting(step, views.begin(view_id))
    return _compared(step, views.pages(view_id, request)) if ready else _waiting(step, request)


def _waiting(step: ReadBackStep, request: str) -> Reading:
    return Reading(done=False, loaded=step.loaded, request=request, wait_seconds=_SECONDS_BETWEEN_LOOKS)


def _compared(step: ReadBackStep, shown: Table) -> Reading:
    mapped = step.mapped
    load = aws.settings().loads[mapped.dataset]
    wanted = load.read_back.view if load.read_back else ""
    found = compare(wanted, _layout(load), _sent(step), shown)
    if found.differences:
        members = read_members(step.run, mapped.entity)
        found = found.model_copy(update={"differences": tuple(_named(one, members) for one in found.differences)})
    parked.proofs().put_read_back(step.run, step.attempt, mapped.entity, mapped.dataset, found)
    return Reading(done=True, loaded=step.loaded.model_copy(update={"read_back": found.shortened()}))


def _layout(load: Load) -> Layout:
    return Layout(
        key=load.headers("line_key")[0],
        figures=tuple(load.headers(*_FIGURES)),
        account=next(iter(load.headers(*_ACCOUNT)), ""),
        period=next(iter(load.headers(*_PERIOD)), ""),
    )


def _sent(step: ReadBackStep) -> Iterator[list[str]]:
    """The rows as they were uploaded, the header first."""
    store, mapped = parked.chunks(), step.mapped
    for key in store.keys(step.run, mapped.attempt, mapped.entity, mapped.dataset):
        yield from csv.reader(gzip.decompress(store.read(key)).decode().splitlines(keepends=True))


def _named(one: Difference, members: Members) -> Difference:
    """An account that is loaded by its id, as a person knows it."""
    id_ = next((id_ for id_ in members.account_names if id_ in one.account), None)
    if id_ is None:
        return one
    return one.model_copy(update={"account": f"{members.account_codes[id_]} {members.account_names[id_]}".strip()})
