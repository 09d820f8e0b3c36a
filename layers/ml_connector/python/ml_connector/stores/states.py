"""States that many change at once: one item each, changed only from its latest revision.

Knows how a state is kept; what follows from what is told by whoever decides.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from botocore.exceptions import ClientError
from msgspec import Struct

from ml_connector import plain
from ml_connector.errors import VendorDown
from ml_connector.stores.refusals import lost_race

if TYPE_CHECKING:
    from collections.abc import Callable

    from mypy_boto3_dynamodb.service_resource import Table

S = TypeVar("S", bound=Struct)
T = TypeVar("T")

_TRIES = 30
_LONGEST_PAUSE = 0.5


class StateStore(Generic[S]):
    """States at pk {kind}#{key}, sk {kind}.

    empty   the state of a key that was never written, and the shape of all others
    pause   waits the given seconds

    Integrations  DynamoDB GetItem, UpdateItem
    """

    def __init__(self, table: Table, kind: str, empty: S, pause: Callable[[float], None] = time.sleep) -> None:
        self._table = table
        self._kind = kind
        self._empty = empty
        self._pause = pause

    def read(self, key: str) -> S:
        """The state as it is now, read consistently."""
        return self._read(key)[1]

    def change(self, key: str, decide: Callable[[S], tuple[S, T]]) -> T:
        """Replace the state by what ``decide`` makes of it; it is asked again if somebody else was faster.

        raises   VendorDown when others are faster again and again
        """
        for tried in range(_TRIES):
            revision, state = self._read(key)
            new, answer = decide(state)
            if new == state or self._write(key, new, revision):
                return answer
            self._pause(random.uniform(0, min(_LONGEST_PAUSE, 0.02 * 2**tried)))  # noqa: S311  (a pause, no secret)
        raise VendorDown(f"the state {self._kind}#{key} changed {_TRIES} times while it was being written: try again")

    def _read(self, key: str) -> tuple[int, S]:
        item = self._table.get_item(Key=self._key(key), ConsistentRead=True).get("Item")
        if item is None:
            return 0, self._empty
        return int(str(item["revision"])), plain.read_json(type(self._empty), str(item["state"]))

    def _write(self, key: str, state: S, revision: int) -> bool:
        values: dict[str, Any] = {":state": plain.json(state), ":next": revision + 1}
        try:
            self._table.update_item(
                Key=self._key(key),
                UpdateExpression="SET #state = :state, revision = :next",
                ConditionExpression="revision = :revision" if revision else "attribute_not_exists(revision)",
                ExpressionAttributeNames={"#state": "state"},
                ExpressionAttributeValues=values | ({":revision": revision} if revision else {}),
            )
        except ClientError as error:
            if lost_race(error):
                return False
            raise
        return True

    def _key(self, key: str) -> dict[str, str]:
        return {"pk": f"{self._kind}#{key}", "sk": self._kind}
