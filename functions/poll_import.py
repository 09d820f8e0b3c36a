"""Look whether an import has ended, and keep the model's lock alive meanwhile.

Raises        BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.loading import TaskStep, wait_before
from ml_connector.steps.lock import hold
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws


class Poll(TaskStep):
    """polls: how many looks there have been."""

    polls: int


class Polled(Payload):
    """wait_seconds: before the next look, if there has to be one."""

    finished: bool
    polls: int
    wait_seconds: int


@entry(Poll)
def handler(step: Poll, _: LambdaContext) -> Polled:
    """Whether the import has ended."""
    hold(step, step.mapped, "load")
    state, polls = step.actions.poll(step.action, step.task), step.polls + 1
    return Polled(
        finished=state.done, polls=polls, wait_seconds=wait_before(polls, aws.settings().anaplan.poll_seconds)
    )
