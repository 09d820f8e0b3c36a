"""Start the import of one load, at most once per run.

What Anaplan listed before is noted first: a start whose answer got lost is found again as the task that is new.

Raises        ContractBroken, BadCredentials, Overtaken · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock, cursor, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.loading import DeliveryStep, wait_before
from ml_connector.steps.lock import hold, keep, not_overtaken
from ml_connector.stores.run_items import LoadNote
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws, control


class Started(Payload):
    """task: the import's id; wait_seconds: before the first look at it."""

    task: str
    wait_seconds: int


@entry(DeliveryStep)
def handler(step: DeliveryStep, _: LambdaContext) -> Started:
    """The one import of this load."""
    fence = hold(step, step.mapped, "load").fence
    noted = control.runs().load(step.run, step.mapped.entity, step.mapped.dataset)
    if noted is not None and noted.task_id is not None:
        _note(step, noted.model_copy(update={"fence": fence}))
        task = noted.task_id
    else:
        task = _start(step, fence, noted.known if noted else None)
    return Started(task=task, wait_seconds=wait_before(0, aws.settings().anaplan.poll_seconds))


def _start(step: DeliveryStep, fence: int, known: list[str] | None) -> str:
    """Start it, or find what an earlier try has started whose answer got lost."""
    if known is None:
        known = [task.task_id for task in step.actions.tasks(step.action)]
    note = LoadNote(fence=fence, known=known, place=step.place)
    _note(step, note)
    not_overtaken(step, step.mapped)
    keep(step, step.mapped)
    task = step.actions.start(step.action, set(known))
    _note(step, note.model_copy(update={"task_id": task}))
    return task


def _note(step: DeliveryStep, note: LoadNote) -> None:
    control.runs().note_load(step.run, step.mapped.entity, step.mapped.dataset, note)
