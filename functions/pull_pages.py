"""Pull as many pages of one dataset of one entity as time, calls and Xero's limits allow, and park each as received.

Sleeps for seconds at most: what takes longer is handed to the workflow as ``wait_seconds``, and shown in the run's
header if it takes long.

A replay takes what is parked already, and asks Xero for nothing.

An organisation that is not the one that was chosen for the entity stops the run before anything is mapped.

Raises        BadCredentials, SettingsWrong, ContractBroken · VendorDown
Integrations  Xero, Secrets Manager, DynamoDB (token lease, limits, run header, cursors, records), S3 (raw pages)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.guarding import guard
from ml_connector.steps.pulling import Means, PullStep, go_on
from ml_connector.steps.replaying import select
from ml_connector.wiring import aws, limits, parked, progress, xero
from ml_connector.xero.pulled import Pulled


@entry(PullStep)
def handler(step: PullStep, context: LambdaContext) -> Pulled:
    """Where the pass stands now."""
    if step.attempt:
        progress.runs().take_up(step.run, step.attempt)
    if step.pull.replay:
        return select(step, step.pull.replay)
    entity = step.pull.entity
    gate = limits.governor(entity, f"{step.run} {entity} {step.pull.dataset}", step.pull.priority)
    means = Means(
        xero.client(entity, gate), gate, parked.raw_pages(), progress.runs(), aws.settings().xero, aws.now, guard
    )
    return go_on(step, means, lambda: context.get_remaining_time_in_millis() / 1000)
