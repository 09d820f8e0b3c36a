"""Which runs wait for a person's approval, and who gave it.

Knows tokens and hashes; whether somebody may approve is decided by whoever asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_connector.stores import instants
from ml_connector.sync.payload import Payload

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mypy_boto3_dynamodb.service_resource import Table


class Asked(Payload):
    """What a run waits for.

    token       releases the run
    hash        of the lines that are to be approved, as ``sync.plan.work.Planned`` has it
    started_by  who may not approve
    """

    token: str
    hash: str
    plan: str
    started_by: str | None = None


class ApprovalStore:
    """Questions and answers at pk RUN#{run}, sk APPROVAL.

    clock  aware UTC

    Integrations  DynamoDB GetItem, PutItem, UpdateItem
    """

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    def ask(self, run: str, asked: Asked) -> None:
        """Remember the question; a redrive asks anew, under a new token."""
        self._table.put_item(Item={**_key(run), "asked": asked.model_dump_json(), "at": instants.write(self._clock())})

    def asked(self, run: str) -> Asked | None:
        """The question of a run; None if it has none."""
        item = self._table.get_item(Key=_key(run), ConsistentRead=True).get("Item")
        return Asked.model_validate_json(str(item["asked"])) if item else None

    def answer(self, run: str, approver: str) -> None:
        """Remember who has approved."""
        self._table.update_item(
            Key=_key(run),
            UpdateExpression="SET approver = :who, approved = :now",
            ExpressionAttributeValues={":who": approver, ":now": instants.write(self._clock())},
        )


def _key(run: str) -> dict[str, str]:
    return {"pk": f"RUN#{run}", "sk": "APPROVAL"}
