"""Look whether the export of a plan has ended, and keep the model's lock alive meanwhile.

Raises        BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.exporting import ExportTaskStep
from ml_connector.steps.loading import wait_before
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws


class Poll(ExportTaskStep):
    """polls: how many looks there have been."""

    polls: int


class Polled(Payload):
    """wait_seconds: before the next look, if there has to be one."""

    finished: bool
    polls: int
    wait_seconds: int


@entry(Poll)
def handler(step: Poll, _: LambdaContext) -> Polled:
    """Whether the export has ended."""
    step.hold("export")
    state, polls = step.actions.poll(step.export, step.task), step.polls + 1
    wait = wait_before(polls, aws.settings().anaplan.poll_seconds)
    return Polled(finished=state.done, polls=polls, wait_seconds=wait)
