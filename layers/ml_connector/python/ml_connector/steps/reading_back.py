"""The lines of one load as the model shows them, against the chunks that were uploaded."""

from msgspec.structs import replace

from ml_connector.anaplan.large_reads import LargeReadGone, Table
from ml_connector.anaplan.views import Views
from ml_connector.steps.loading import DeliveryStep
from ml_connector.steps.reading import read_members
from ml_connector.steps.sending import layout, sent
from ml_connector.sync.members import Members
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.readback import Difference, compare
from ml_connector.sync.prove import Loaded
from ml_connector.wiring import aws, parked

_SECONDS_BETWEEN_LOOKS = 10


class ReadBackStep(DeliveryStep, frozen=True):
    """request: the large read that is waited for, None before there is one."""

    loaded: Loaded
    request: str | None = None


class Reading(Payload, frozen=True):
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
    rows = sent(step.run, mapped.attempt, mapped.entity, mapped.dataset)
    found = compare(wanted, layout(load), rows, shown)
    if found.differences:
        members = read_members(step.run, mapped.entity)
        found = replace(found, differences=tuple(_named(one, members) for one in found.differences))
    parked.proofs().put_read_back(step.run, step.attempt, mapped.entity, mapped.dataset, found)
    return Reading(done=True, loaded=replace(step.loaded, read_back=found.shortened()))


def _named(one: Difference, members: Members) -> Difference:
    """An account that is loaded by its id, as a person knows it."""
    return replace(one, account=members.spoken(one.account))
