"""What MiniStack's policy check is told besides what it knows by itself, so that our policies mean what they say.

Two of our conditions speak of things that MiniStack 1.5.33 keeps from its evaluator: that a call came over TLS (there
is none on loopback, and the bucket denies everything else), and which partition keys a DynamoDB request names. Both
are added here, in MiniStack's own process, when it enforces policies.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from ministack import app
from ministack.core import iam_actions

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


def tell_policies() -> None:
    """Let requests count as sent over TLS, and DynamoDB requests carry ``dynamodb:LeadingKeys``."""
    inner, context = app.app, iam_actions.dynamodb_service_context

    async def over_tls(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], (b"x-forwarded-proto", b"https")]}
        await inner(scope, receive, send)

    def with_leading_keys(body: bytes) -> dict[str, Any]:
        keys = sorted(set(leading_keys(json.loads(body or b"{}"))))
        return {**context(body), **({"dynamodb:LeadingKeys": keys} if keys else {})}

    app.app = over_tls
    iam_actions.dynamodb_service_context = with_leading_keys


def leading_keys(request: Any) -> Iterator[str]:
    """The values of ``pk`` in a DynamoDB request: single, in batches, in transactions, and of a query.

    Source: Amazon DynamoDB, Using IAM policy conditions for fine-grained access control, dynamodb:LeadingKeys.
    """
    if isinstance(request, list):
        for part in request:
            yield from leading_keys(part)
    elif isinstance(request, dict):
        for name, part in request.items():
            if name in ("Key", "Item"):
                yield part["pk"]["S"]
            elif name == "Keys":
                yield from (key["pk"]["S"] for key in part)
            elif name == "KeyConditionExpression":  # pk = :pk AND …
                yield request["ExpressionAttributeValues"][part.split()[2]]["S"]
            elif name != "ExpressionAttributeValues":
                yield from leading_keys(part)
