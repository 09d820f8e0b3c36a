"""Start the import of one load, at most once per run.

What Anaplan listed before is noted first: a start whose answer got lost is found again as the task that is new.

Raises        ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.loading import DeliveryStep, wait_before
from ml_connector.steps.lock import hold
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
    runs, entity, dataset = control.runs(), step.mapped.entity, step.mapped.dataset
    noted = runs.load(step.run, entity, dataset)
    known = noted.known if noted else [task.task_id for task in step.actions.tasks(step.action)]
    note = LoadNote(fence=fence, known=known, task_id=noted.task_id if noted else None)
    runs.note_load(step.run, entity, dataset, note)
    task = note.task_id or step.actions.start(step.action, set(known))
    runs.note_load(step.run, entity, dataset, note.model_copy(update={"task_id": task}))
    return Started(task=task, wait_seconds=wait_before(0, aws.settings().anaplan.poll_seconds))
