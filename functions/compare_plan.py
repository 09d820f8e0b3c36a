"""Compare a plan that is kept for reference with Xero's trial balance, per account and month.

Months that have not begun are not asked for; a report that was seen is parked and not asked for again.

Raises        BadCredentials, SettingsWrong, ContractBroken · VendorDown
Integrations  Xero, Secrets Manager, DynamoDB (token lease, limits), S3 (plan, raw pages)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.comparing import CompareStep, compare_plan
from ml_connector.sync.plan.work import Compared


@entry(CompareStep)
def handler(step: CompareStep, context: LambdaContext) -> Compared:
    """Where the comparison is kept, or what is waited for."""
    return compare_plan(step, context.get_remaining_time_in_millis() / 1000)
