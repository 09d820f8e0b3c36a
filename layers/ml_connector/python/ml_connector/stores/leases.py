"""Short leases under a name, so that only one function at a time does a thing.

Knows holders and seconds; unlike the lock of a model there is no fence, because what is guarded can stand a second
holder after the first one's lease ran out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from ml_connector.stores import instants
from ml_connector.stores.refusals import lost_race

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from mypy_boto3_dynamodb.service_resource import Table


class LeaseStore:
    """Leases at pk TOKEN#{name}, sk LEASE.

    clock  aware UTC

    Integrations  DynamoDB UpdateItem
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
