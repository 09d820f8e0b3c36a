"""The items of one list as the model shows them now."""

from collections.abc import Iterator

from ml_connector.anaplan.lists import find_list, items_of
from ml_connector.anaplan.models import Model
from ml_connector.sync.membership import Item
from ml_connector.sync.payload import ListReading
from ml_connector.wiring import anaplan


def items(reading: ListReading) -> Iterator[Item]:
    """Every item with its properties."""
    client, model = anaplan.client(reading.model), Model(id=reading.model_id, workspace_id=reading.workspace_id)
    for one in items_of(client, model, find_list(client, model, reading.list_name)):
        yield Item(one.code, one.name, {name: text or "" for name, text in one.properties.items()})
