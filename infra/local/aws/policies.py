"""What MiniStack's policy check is told besides what it knows by itself, so that our policies mean what they say.

Three of our conditions speak of things that MiniStack 1.5.33 keeps from its evaluator: that a call came over TLS (there
is none on loopback, and the bucket denies everything else), which partition keys a DynamoDB request names, and whether
an object is written only if it is not there. All are added here, in MiniStack's own process, when it enforces policies.
"""

import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

from ministack import app
from ministack.core import iam_actions, iam_evaluator

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_LEADING_KEYS = "dynamodb:LeadingKeys"


class _ActionOnItem(str):
    """The name of an action that belongs to one item of a transaction, and the keys that this item names."""

    __slots__ = ("keys",)

    keys: list[str]


def tell_policies() -> None:
    """Let requests count as sent over TLS, and carry their partition keys or the condition of their write."""
    _count_as_tls()
    _add_leading_keys()
    _add_conditional_writes()
    _part_transactions()


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


def _count_as_tls() -> None:
    inner = app.app

    async def over_tls(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope = {**scope, "headers": [*scope["headers"], (b"x-forwarded-proto", b"https")]}
        await inner(scope, receive, send)

    app.app = over_tls


def _add_leading_keys() -> None:
    inner = iam_actions.dynamodb_service_context

    def context(body: bytes) -> dict[str, Any]:
        keys = sorted(set(leading_keys(json.loads(body or b"{}"))))
        return {**inner(body), **({_LEADING_KEYS: keys} if keys else {})}

    iam_actions.dynamodb_service_context = context


def _add_conditional_writes() -> None:
    """Source: Amazon S3, Enforce conditional writes, s3:if-none-match."""
    inner = iam_actions.s3_service_context

    def context(action: str, query: Any, path: str = "", headers: Any = None) -> dict[str, Any]:
        asked = (headers or {}).get("if-none-match")
        return {**inner(action, query, path, headers), **({"s3:if-none-match": asked} if asked else {})}

    iam_actions.s3_service_context = context


def _part_transactions() -> None:
    """Each item of a transaction is judged by its own key, as an action of its own.

    Source: Amazon DynamoDB, Using IAM with DynamoDB transactions.
    """
    checks, enforce = iam_actions.dynamodb_transaction_checks, iam_evaluator.enforce

    def checks_with_keys(action: str, body: bytes, region: str, account: str) -> list[tuple[str, str]]:
        judged = checks(action, body, region, account)
        items = json.loads(body)["TransactItems"] if judged else []
        return [(_on_item(name, item), arn) for item, (name, arn) in zip(items, judged, strict=True)]

    def enforce_with_keys(key: str, action: str, *where: str, **about: Any) -> Any:
        if isinstance(action, _ActionOnItem):
            about["service_context"] = {**about["service_context"], _LEADING_KEYS: action.keys}
        return enforce(key, action, *where, **about)

    iam_actions.dynamodb_transaction_checks = checks_with_keys
    iam_evaluator.enforce = enforce_with_keys


def _on_item(name: str, item: Any) -> _ActionOnItem:
    action = _ActionOnItem(name)
    action.keys = list(leading_keys(item))
    return action
