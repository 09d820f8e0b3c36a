"""Answer a webhook of Xero's within its five seconds: verify it over the bytes as sent, and put it into a queue.

Answers 200 or 401 without a body; whatever else goes wrong lets Xero deliver again.

Integrations  HTTP API, Secrets Manager (signing keys), SQS
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.wiring import receiving


def handler(event: dict[str, Any], _: LambdaContext) -> dict[str, int]:
    """The status for Xero."""
    return {"statusCode": receiving.receiver().status(event)}
