"""Collect what webhooks have told, and start one run per entity when its window is over.

Two kinds of messages come through the queue: what has changed, and a call that says that a window is over.

Raises        VendorDown
Integrations  SQS, DynamoDB (hints, limits), Step Functions
"""

from typing import Any

from aws_lambda_powertools.utilities.typing import LambdaContext
from ml_connector.observability import logger
from ml_connector.steps.dispatching import Call, Message, read
from ml_connector.wiring import dispatching


def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """Which messages must come again: those that nobody here can read, until the queue puts them aside."""
    logger.append_keys(request=context.aws_request_id)
    found = {record["messageId"]: _read(record) for record in event["Records"]}
    dispatcher = dispatching.dispatcher()
    dispatcher.note([one for one in found.values() if isinstance(one, Message)])
    for one in found.values():
        if isinstance(one, Call):
            dispatcher.look(one)
    return {"batchItemFailures": [{"itemIdentifier": id_} for id_, one in found.items() if one is None]}


def _read(record: dict[str, Any]) -> Call | Message | None:
    message = read(record["body"])
    if message is None:
        logger.error("a message that nobody can read", extra={"message_id": record["messageId"]})
    return message
