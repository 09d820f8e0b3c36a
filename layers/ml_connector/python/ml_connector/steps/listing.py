"""The items of one list as the model shows them now: at once, or after a while if the list is large."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from ml_connector.anaplan.large_reads import LargeReadGone
from ml_connector.anaplan.lists import ListItem, find_list, items_in, items_of, large_reads, read_items
from ml_connector.anaplan.models import Model
from ml_connector.sync.items import Item
from ml_connector.sync.payload import ListReading
from ml_connector.wiring import anaplan


class Looked(Struct, frozen=True):
    """items: None as long as Anaplan prepares them; request: the large read that is waited for then."""

    items: Iterator[Item] | None
    request: str | None = None


def look(reading: ListReading, request: str | None) -> Looked:
    """Every item with its properties, if they can be had now; request: what an earlier look has begun."""
    client, model = anaplan.client(reading.model), Model(id=reading.model_id, workspace_id=reading.workspace_id)
    list_ = find_list(client, model, reading.list_name)
    if request is None:
        found = read_items(client, model, list_)
        if found is not None:
            return Looked(_plain(found))
    reads = large_reads(client, model, list_)
    try:
        if request and reads.is_ready(request):
            return Looked(_plain(items_in(reads.pages(request))))
    except LargeReadGone:
        request = None
    return Looked(None, request or reads.begin())


def items(reading: ListReading) -> Iterator[Item]:
    """Every item with its properties; waits for those of a large list."""
    client, model = anaplan.client(reading.model), Model(id=reading.model_id, workspace_id=reading.workspace_id)
    return _plain(items_of(client, model, find_list(client, model, reading.list_name)))


def _plain(found: Iterable[ListItem]) -> Iterator[Item]:
    return (Item(one.code, one.name, {name: text or "" for name, text in one.properties.items()}) for one in found)
