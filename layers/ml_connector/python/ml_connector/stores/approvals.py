"""What runs ask a person to approve.

Knows tokens and hashes; whether somebody may approve is decided by whoever asks, and who did is told in the audit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ml_connector import plain
from ml_connector.stores import instants
from ml_connector.sync.payload import Payload

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from mypy_boto3_dynamodb.service_resource import Table


class Asked(Payload, frozen=True):
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
    """Questions at pk APPROVAL#{run}, sk APPROVAL: apart from the run, so that approvers may read nothing else of it.

    clock  aware UTC

    Integrations  DynamoDB GetItem, PutItem
    """

    def __init__(self, table: Table, clock: Callable[[], datetime]) -> None:
        self._table = table
        self._clock = clock

    def ask(self, run: str, asked: Asked) -> None:
        """Remember the question; a redrive asks anew, under a new token."""
        self._table.put_item(Item={**_key(run), "asked": plain.json(asked), "at": instants.write(self._clock())})

    def asked(self, run: str) -> Asked | None:
        """The question of a run; None if it has none."""
        item = self._table.get_item(Key=_key(run), ConsistentRead=True).get("Item")
        return plain.read_json(Asked, str(item["asked"])) if item else None


def _key(run: str) -> dict[str, str]:
    return {"pk": f"APPROVAL#{run}", "sk": "APPROVAL"}
