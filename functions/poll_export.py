"""Look whether the export of a plan has ended, and keep the model's lock alive meanwhile.

Raises        BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.exporting import ExportTaskStep
from ml_connector.steps.following import Polled, look


class Poll(ExportTaskStep, frozen=True):
    """polls: how many looks there have been."""

    polls: int


@entry(Poll)
def handler(step: Poll, _: LambdaContext) -> Polled:
    """Whether the export has ended."""
    step.hold("export")
    return look(step.actions, step.export, step.task, step.polls)
