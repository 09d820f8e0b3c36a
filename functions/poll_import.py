"""Look whether an import has ended, and keep the model's lock alive meanwhile.

Raises        BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, DynamoDB (lock)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.following import Polled, look
from ml_connector.steps.importing import TaskStep
from ml_connector.steps.lock import hold


class Poll(TaskStep, frozen=True):
    """polls: how many looks there have been."""

    polls: int


@entry(Poll)
def handler(step: Poll, _: LambdaContext) -> Polled:
    """Whether the import has ended."""
    hold(step, step.mapped, "load")
    return look(step.actions, step.action, step.task, step.polls)
