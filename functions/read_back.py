"""Read the lines of one load back from the model, and compare them with what was sent.

A view that is too large to be read at once is prepared by Anaplan first; the workflow waits for that.

Raises        SettingsWrong, ContractBroken, BadCredentials · ModelBusy, VendorDown, RateLimited
Integrations  Anaplan, Secrets Manager, S3 (chunks, raw pages, proofs), DynamoDB (lock)
"""

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import entry
from ml_connector.steps.lock import hold
from ml_connector.steps.reading_back import ReadBackStep, Reading, read_back


@entry(ReadBackStep)
def handler(step: ReadBackStep, _: LambdaContext) -> Reading:
    """The load with what was found, or what is waited for."""
    hold(step, step.mapped, "read back")
    return read_back(step)
