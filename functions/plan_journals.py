"""Turn an export into the journals, files and report of a plan; nothing is sent anywhere.

Raises        ContractBroken, SettingsWrong
Integrations  S3 (export, raw pages, plan, audit), DynamoDB (run header, audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.plan_step import PlanStep
from ml_connector.steps.planning import plan_journals
from ml_connector.sync.plan.work import Planned


@entry(PlanStep)
def handler(step: PlanStep, _: LambdaContext) -> Planned:
    """What the export came to."""
    return plan_journals(step)
