"""Compare the books of one entity with Xero's trial balance, month by month, and say why they differ where they do.

What the run has brought is folded into the book of all documents first, so a step that is repeated comes to the same.

Raises        BadCredentials, SettingsWrong, ContractBroken · ModelBusy, VendorDown
Integrations  Xero, Secrets Manager, DynamoDB (token lease, limits, lock), S3 (raw pages, quarantine, books, proofs)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.lock import hold
from ml_connector.steps.proving_books import BooksProgress, BooksStep, Proving
from ml_connector.wiring import aws


@entry(BooksStep)
def handler(step: BooksStep, context: LambdaContext) -> BooksProgress:
    """The verdict, or what is waited for."""
    for mapped in {(one.workspace_id, one.model_id): one for one in step.mapped}.values():
        hold(step, mapped, "prove the books of", calls_anaplan=False)
    return Proving(step, aws.settings()).go_on(context.get_remaining_time_in_millis() / 1000)
