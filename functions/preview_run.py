"""Look what a run would do now, and write nothing anywhere: neither to Xero, to Anaplan, nor about the documents.

Only what every call leaves behind is kept: the calls that are counted against Xero's limits, and a renewed token.
Started by a person, outside of any run.

Raises        SettingsWrong, ContractBroken, MembersUnknown, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Xero, Anaplan, Secrets Manager, DynamoDB (token lease, limits; reads cursors, pins, records, runs)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.previewing import PreviewStep, preview
from ml_connector.sync.preview import Preview


@entry(PreviewStep)
def handler(step: PreviewStep, context: LambdaContext) -> Preview:
    """Calls, members, rows and figures."""
    return preview(step, lambda: context.get_remaining_time_in_millis() / 1000)
