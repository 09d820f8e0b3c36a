"""Make Xero hold exactly the journals of one key of a plan, whatever happened before.

Raises        BadCredentials, SettingsWrong, ContractBroken · JournalBusy, VendorDown, RateLimited
Integrations  Xero, Secrets Manager, DynamoDB (token lease, limits, ledger, run header, audit), S3 (plan, raw pages,
              audit)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.posting import PostStep, post_journal
from ml_connector.sync.plan.work import Settled


@entry(PostStep)
def handler(step: PostStep, _: LambdaContext) -> Settled:
    """What became of it."""
    return post_journal(step)
