"""Many DynamoDB items at once, until DynamoDB has taken or given every one of them.

Knows batch sizes and unprocessed leftovers; never what an item means.
"""

from __future__ import annotations

import random
import time
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

from ml_connector.errors import VendorDown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from mypy_boto3_dynamodb.service_resource import Table

READ_SIZE = 100
WRITE_SIZE = 25
_TRIES = 8
_FIRST_PAUSE = 0.05
_LONGEST_PAUSE = 5.0

Item = dict[str, Any]
T = TypeVar("T")


def read_keys(
    table: Table, keys: Iterable[Mapping[str, str]], pause: Callable[[float], None] = time.sleep
) -> Iterator[Item]:
    """The items that exist under ``keys`` (each named once), in any order, read consistently.

    Source: Amazon DynamoDB, BatchGetItem: 100 items or 16 MB, the rest comes back as UnprocessedKeys.
    """

    found: list[Item] = []

    def ask(wanted: list[Any]) -> list[Any]:
        answer = table.meta.client.batch_get_item(RequestItems={table.name: {"Keys": wanted, "ConsistentRead": True}})
        found.extend(answer["Responses"].get(table.name, []))
        return list(answer["UnprocessedKeys"].get(table.name, {"Keys": []})["Keys"])

    for batch in batched(keys, READ_SIZE):
        _until_done(ask, batch, pause)
        yield from found
        found.clear()


def write_items(table: Table, items: Iterable[Item], pause: Callable[[float], None] = time.sleep) -> None:
    """Put every item (each key once), whatever was there before.

    Source: Amazon DynamoDB, BatchWriteItem: 25 items or 16 MB, the rest comes back as UnprocessedItems.
    """

    def ask(wanted: list[Any]) -> list[Any]:
        answer = table.meta.client.batch_write_item(RequestItems={table.name: wanted})
        return list(answer["UnprocessedItems"].get(table.name, []))

    for batch in batched(({"PutRequest": {"Item": item}} for item in items), WRITE_SIZE):
        _until_done(ask, batch, pause)


def query(
    table: Table, pk: str, prefix: str = "", *, newest_first: bool = False, limit: int = 0, index: str = ""
) -> Iterator[Item]:
    """The items of one partition whose sk begins with ``prefix``, in the order of sk; at most ``limit`` unless 0.

    index   of the table, whose own order counts then; it follows the table within a moment
    """
    request: dict[str, Any] = {
        "KeyConditionExpression": "pk = :pk" + (" AND begins_with(sk, :prefix)" if prefix else ""),
        "ExpressionAttributeValues": {":pk": pk} | ({":prefix": prefix} if prefix else {}),
        **({"IndexName": index} if index else {"ConsistentRead": True}),
        "ScanIndexForward": not newest_first,
    }
    found = _pages(table, request | ({"Limit": limit} if limit else {}))
    return islice(found, limit or None)


def batched(things: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of ``size`` things, the last one shorter."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch


def _pages(table: Table, request: dict[str, Any]) -> Iterator[Item]:
    while True:
        answer = table.query(**request)
        yield from answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return
        request = request | {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _until_done(ask: Callable[[list[Any]], list[Any]], left: list[Any], pause: Callable[[float], None]) -> None:
    for tried in range(_TRIES):
        if tried:
            # Full jitter: throttled functions must not come back together.
            pause(random.uniform(0, min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**tried)))  # noqa: S311  (a pause, no secret)
        left = ask(left)
        if not left:
            return
    raise VendorDown(f"DynamoDB left {len(left)} items undone after {_TRIES} tries: the table is throttled, try again")
