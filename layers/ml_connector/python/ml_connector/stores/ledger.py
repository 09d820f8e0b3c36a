"""The durable record of what was posted to Xero, by business meaning.

Knows how an entry is stored and that only whoever has read its latest revision may change it; what it says is told by
``sync.plan.ledger``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from ml_connector import plain
from ml_connector.errors import JournalBusy
from ml_connector.stores.batches import query
from ml_connector.stores.refusals import lost_race
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mypy_boto3_dynamodb.service_resource import Table


class LedgerStore:
    """Entries at pk LEDGER#{entity}, sk {period}#{version}#{kind}.

    Integrations  DynamoDB GetItem, PutItem, Query
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, key: JournalKey) -> tuple[int, Entry]:
        """The revision and the entry; 0 and an empty one for a key that nobody has written."""
        item = self._table.get_item(Key=_key(key), ConsistentRead=True).get("Item")
        if item is None:
            return 0, Entry()
        return int(str(item["revision"])), plain.read_json(Entry, str(item["entry"]))

    def write(self, key: JournalKey, entry: Entry, revision: int) -> int:
        """The new revision; raises JournalBusy if the stored one is not ``revision`` any more."""
        request: dict[str, Any] = {
            "Item": {**_key(key), **key._asdict(), "revision": revision + 1, "entry": plain.json(entry)},
            "ConditionExpression": "revision = :seen" if revision else "attribute_not_exists(pk)",
        }
        if revision:
            request["ExpressionAttributeValues"] = {":seen": revision}
        try:
            self._table.put_item(**request)
        except ClientError as error:
            if lost_race(error):
                raise JournalBusy(f"another run has changed the journal of {key} just now: try again") from error
            raise
        return revision + 1

    def of(self, entity: str, period: str = "") -> Iterator[tuple[JournalKey, Entry]]:
        """What is remembered of an entity, by period; ``period`` may be the beginning of one, such as 2026."""
        for item in query(self._table, f"LEDGER#{entity}", period):
            key = JournalKey(entity, str(item["version"]), str(item["period"]), str(item["kind"]))
            yield key, plain.read_json(Entry, str(item["entry"]))


def _key(key: JournalKey) -> dict[str, str]:
    return {"pk": f"LEDGER#{key.entity}", "sk": f"{key.period}#{key.version}#{key.kind}"}
