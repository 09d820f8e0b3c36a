"""Start the import of one load, at most once per run.

What Anaplan listed before is noted first: a start whose answer got lost is found again as the task that is new.

Raises        ContractBroken, BadCredentials, Overtaken · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock, cursor, run)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.following import wait_before
from ml_connector.steps.importing import ImportStep
from ml_connector.steps.lock import hold, keep, not_overtaken, tell_loading
from ml_connector.stores.run_items import LoadNote
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws, progress


class Start(ImportStep, frozen=True):
    """under: the fence under which the file was uploaded."""

    under: int


class Started(Payload, frozen=True):
    """task: the import's id, None if the file has to be uploaded again; wait_seconds: before the first look at it."""

    task: str | None
    wait_seconds: int


@entry(Start)
def handler(step: Start, _: LambdaContext) -> Started:
    """The one import of this load."""
    lock = hold(step, step.mapped, "load")
    fence = lock.fence
    noted = progress.runs().load(step.run, step.mapped.entity, step.mapped.dataset)
    # Once another run has had the model, a task that is new may be that one's: it has settled what we had begun.
    known = noted.known if noted and noted.fence >= lock.first else None
    task = _begun(step, noted.task_id if noted else None, known)
    if task is None and step.under == fence:
        task, known = _start(step, fence, known)
    if task is not None:
        _note(step, LoadNote(fence=fence, known=known, place=step.place, task_id=task))
    return Started(task=task, wait_seconds=wait_before(0, aws.settings().anaplan.poll_seconds))


def _begun(step: Start, task: str | None, known: list[str] | None) -> str | None:
    """The task of an earlier try, if there is one, although its answer may have been lost."""
    return task or (None if known is None else step.actions.newcomer(step.action, known))


def _start(step: Start, fence: int, known: list[str] | None) -> tuple[str, list[str]]:
    """The task, and the ids of those that were there before it."""
    if known is None:
        known = [task.task_id for task in step.actions.tasks(step.action)]
    not_overtaken(step, step.mapped)
    _note(step, LoadNote(fence=fence, known=known, place=step.place))
    tell_loading(step, step.mapped)
    keep(step, step.mapped)
    return step.actions.start(step.action, set(known)), known


def _note(step: Start, note: LoadNote) -> None:
    progress.runs().note_load(step.run, step.mapped.entity, step.mapped.dataset, note)
