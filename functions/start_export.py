"""Start the export of a plan, at most once per run.

Raises        ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.exporting import ExportStep
from ml_connector.steps.following import wait_before
from ml_connector.stores.run_items import LoadNote
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws, progress
from msgspec.structs import replace


class Started(Payload, frozen=True):
    """task: the export's id; wait_seconds: before the first look at it."""

    task: str
    wait_seconds: int


@entry(ExportStep)
def handler(step: ExportStep, _: LambdaContext) -> Started:
    """The one export of this run."""
    fence = step.hold("export").fence
    noted = progress.runs().load(step.run, step.work.target.entity, step.work.target.dataset)
    if noted is not None and noted.task_id is not None:
        step.note(replace(noted, fence=fence))
        task = noted.task_id
    else:
        task = _start(step, fence, noted.known if noted else None)
    return Started(task=task, wait_seconds=wait_before(0, aws.settings().anaplan.poll_seconds))


def _start(step: ExportStep, fence: int, known: list[str] | None) -> str:
    """Start it, or find what an earlier try has started whose answer got lost."""
    if known is None:
        known = [task.task_id for task in step.actions.tasks(step.export)]
    note = LoadNote(fence=fence, known=known, place=step.place)
    step.note(note)
    step.keep()
    task = step.actions.start(step.export, set(known))
    step.note(replace(note, task_id=task))
    return task
