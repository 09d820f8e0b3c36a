"""Read what an import has done with every row, and keep its failure dump at once.

Raises        ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, S3 (dumps, audit), DynamoDB (lock, run, audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.auditing import tell_load
from ml_connector.steps.importing import TaskStep
from ml_connector.steps.lock import hold
from ml_connector.steps.outcome import outcome
from ml_connector.sync.prove import Loaded
from ml_connector.wiring import progress
from msgspec.structs import replace


@entry(TaskStep)
def handler(step: TaskStep, _: LambdaContext) -> Loaded:
    """Every row of the load, accounted for."""
    lock = hold(step, step.mapped, "read the result of")
    loaded, state = outcome(step)
    tell_load(step, loaded, step.destination.action_name)
    runs, entity, dataset = progress.runs(), step.mapped.entity, step.mapped.dataset
    if noted := runs.load(step.run, entity, dataset):
        note = replace(noted, fence=lock.fence, outcome=state)
        runs.note_load(step.run, entity, dataset, note)
    return loaded
