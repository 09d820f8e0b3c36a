"""Short leases under a name, so that only one function at a time does a thing.

Knows holders and seconds; unlike the lock of a model there is no fence, because what is guarded can stand a second
holder after the first one's lease ran out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from msgspec import Struct

from ml_connector.stores import instants
from ml_connector.stores.refusals import lost_race

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from mypy_boto3_dynamodb.service_resource import Table


class GivenUp(Struct, frozen=True):
    """Since when, and why, credentials cannot be renewed."""

    since: datetime
    why: str


class LeaseStore:
    """Leases at pk TOKEN#{name}, sk LEASE; beside them, at sk GIVEN_UP, which credentials cannot be renewed any more.

    clock  aware UTC

    Integrations  DynamoDB UpdateItem, PutItem, GetItem
    """

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    def take(self, name: str, holder: str, length: timedelta) -> bool:
        """Whether ``holder`` has the lease from now on."""
        now = self._clock()
        return self._change(
            name,
            "SET holder = :holder, ends = :ends",
            "attribute_not_exists(holder) OR holder = :holder OR ends < :now",
            {":holder": holder, ":ends": instants.write(now + length), ":now": instants.write(now)},
        )

    def give_back(self, name: str, holder: str) -> bool:
        """Whether the lease was still the holder's; it is nobody's now."""
        return self._change(name, "REMOVE holder, ends", "holder = :holder", {":holder": holder})

    def give_up(self, name: str, version: str, why: str) -> None:
        """Remember that this version of what is kept under ``name`` is of no use any more."""
        since = instants.write(self._clock())
        self._table.put_item(Item={**_given_up(name), "version": version, "why": why, "since": since})

    def given_up(self, name: str, version: str) -> GivenUp | None:
        """When and why this version was given up; a newer version makes it void."""
        item = self._table.get_item(Key=_given_up(name), ConsistentRead=True).get("Item")
        if item is None or item["version"] != version:
            return None
        return GivenUp(since=instants.read(str(item["since"])), why=str(item["why"]))

    def _change(self, name: str, update: str, condition: str, values: dict[str, str]) -> bool:
        try:
            self._table.update_item(
                Key={"pk": f"TOKEN#{name}", "sk": "LEASE"},
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues=dict(values),
            )
        except ClientError as error:
            if lost_race(error):
                return False
            raise
        return True


def _given_up(name: str) -> dict[str, str]:
    return {"pk": f"TOKEN#{name}", "sk": "GIVEN_UP"}
