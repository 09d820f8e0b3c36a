"""Remember which lines a person has to approve, and under which token the run waits for it.

Integrations  DynamoDB (approval)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import Step, entry
from ml_connector.stores.approvals import Asked
from ml_connector.sync.plan.work import Planned, Work
from ml_connector.wiring import approving


class Question(Step, frozen=True):
    """token: what releases the run."""

    work: Work
    planned: Planned
    token: str


@entry(Question)
def handler(step: Question, _: LambdaContext) -> Asked:
    """What is remembered."""
    asked = Asked(token=step.token, hash=step.planned.hash, plan=step.work.plan, started_by=step.work.started_by)
    approving.approvals().ask(step.run, asked)
    return asked
