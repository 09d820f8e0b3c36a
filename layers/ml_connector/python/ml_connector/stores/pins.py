"""Which organisation a person has chosen for each entity."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from ml_connector import plain
from ml_connector.stores import instants
from ml_connector.sync.guard import Pin

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table


class PinStore:
    """Pins at pk PIN#{entity}, sk PIN.

    Integrations  DynamoDB GetItem, PutItem
    """

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, entity: str) -> Pin | None:
        """The organisation of this entity; None when nobody has chosen one."""
        item = self._table.get_item(Key=_key(entity), ConsistentRead=True).get("Item")
        return plain.read(Pin, item) if item else None

    def pin(self, entity: str, pin: Pin) -> None:
        """This one, from now on."""
        self._table.put_item(Item={**_key(entity), **asdict(pin), "pinned": instants.write(pin.pinned)})


def _key(entity: str) -> dict[str, str]:
    return {"pk": f"PIN#{entity}", "sk": "PIN"}
