"""The instant from which the next delta of (entity, dataset) is asked.

Knows that a cursor only moves forward and only over time that a run has covered; knows nothing of pages.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from msgspec import Struct

from ml_connector.errors import CursorMoved
from ml_connector.stores import instants
from ml_connector.stores.refusals import lost_race

if TYPE_CHECKING:
    from datetime import datetime

    from mypy_boto3_dynamodb.service_resource import Table


class Cursor(Struct, frozen=True):
    """Where one (entity, dataset) stands.

    since    everything up to here is in the model; None: nothing ever was
    version  counts the moves; 0 before the first
    run      the run that moved it last
    """

    since: datetime | None = None
    version: int = 0
    run: str | None = None


class Advance(StrEnum):
    """What became of a wish to move a cursor.

    moved    it now stands at the wished instant
    already  it stood there, or later, before
    gap      it did not move: the run began after the cursor, so what lies between was never read
    """

    MOVED = "moved"
    ALREADY = "already"
    GAP = "gap"


class CursorStore:
    """Cursors at pk CURSOR#{entity}#{dataset}, sk CURSOR.

    Integrations  DynamoDB GetItem, UpdateItem
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, entity: str, dataset: str) -> Cursor:
        """The cursor as it is now, read consistently."""
        item = self._table.get_item(Key=_key(entity, dataset), ConsistentRead=True).get("Item")
        if item is None:
            return Cursor()
        return Cursor(instants.read(str(item["since"])), int(str(item["version"])), str(item["run"]))

    def advance(
        self, entity: str, dataset: str, *, covered_from: datetime | None, to: datetime, version: int, run: str
    ) -> Advance:
        """Move the cursor to ``to`` if the run covered everything from the cursor up to there.

        covered_from  the instant the pass asked from; None: it read everything
        version       of the cursor from which the run started
        raises        CursorMoved: another run moved it meanwhile, and not as far as ``to``
        """
        stored = self.read(entity, dataset)
        outcome = judge(stored, covered_from, to)
        if outcome is not Advance.MOVED:
            return outcome
        if self._write(entity, dataset, to, version, run):
            return outcome
        return self._after_losing(entity, dataset, covered_from, to, version)

    def _write(self, entity: str, dataset: str, to: datetime, version: int, run: str) -> bool:
        values: dict[str, Any] = {":to": instants.write(to), ":next": version + 1, ":run": run}
        try:
            self._table.update_item(
                Key=_key(entity, dataset),
                UpdateExpression="SET since = :to, version = :next, run = :run",
                ConditionExpression="version = :version" if version else "attribute_not_exists(version)",
                ExpressionAttributeValues=values | ({":version": version} if version else {}),
            )
        except ClientError as error:
            if lost_race(error):
                return False
            raise
        return True

    def _after_losing(
        self, entity: str, dataset: str, covered_from: datetime | None, to: datetime, version: int
    ) -> Advance:
        # Whoever moved it may have moved it far enough, and it may have been this very call, answered too late.
        stored = self.read(entity, dataset)
        outcome = judge(stored, covered_from, to)
        if outcome is Advance.MOVED:
            raise CursorMoved(
                f"run {stored.run} moved the cursor of {entity} {dataset} to {stored.since} (version {stored.version}) "
                f"after this run had read version {version}: start a new run, it begins where the cursor is now"
            )
        return outcome


def judge(stored: Cursor, covered_from: datetime | None, to: datetime) -> Advance:
    """What a run that covered ``covered_from`` .. ``to`` does to the stored cursor."""
    if stored.since is not None and stored.since >= to:
        return Advance.ALREADY
    if covered_from is not None and (stored.since is None or covered_from > stored.since):
        return Advance.GAP
    return Advance.MOVED


def _key(entity: str, dataset: str) -> dict[str, str]:
    return {"pk": f"CURSOR#{entity}#{dataset}", "sk": "CURSOR"}
