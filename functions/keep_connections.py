"""Once a day, renew the login of every connection that dies when nobody uses it.

A connection that a run has used lately is left alone; one that cannot be renewed does not keep the others from it.

Raises        BadCredentials, SettingsWrong · VendorDown, RateLimited
Integrations  Xero's identity host, Anaplan's OAuth host, Secrets Manager, DynamoDB (token lease)
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.errors import ConnectorError, Stop
from ml_connector.observability import logger
from ml_connector.wiring import keeping


def handler(_: dict[str, Any], context: LambdaContext) -> dict[str, list[str]]:
    """The names of the connections that are good for another while."""
    logger.append_keys(request=context.aws_request_id)
    kept, refusals = [], []
    for name, token in keeping.tokens().items():
        try:
            token.value()
        except ConnectorError as refusal:
            logger.error("a connection cannot be kept", extra={"connection": name, "why": str(refusal)})
            refusals.append(refusal)
        else:
            kept.append(name)
    if refusals:
        raise next((refusal for refusal in refusals if isinstance(refusal, Stop)), refusals[0])
    return {"kept": kept}
