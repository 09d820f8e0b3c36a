"""The lists of a model and their items: at once, or page by page if a list is large. All wait for a busy model.

Source: Anaplan, Retrieve list data (at most 1,000,000 items, more is refused and never cut short).
"""

import time
from collections.abc import Callable, Iterator

from msgspec import field

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.large_reads import LargeReads, Table
from ml_connector.anaplan.models import Model, Named
from ml_connector.anaplan.naming import pick
from ml_connector.anaplan.refusals import BadRequest
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import VendorDown


class ListItem(Named):
    """One item; a numbered list makes up the name, a general one may have no code. Properties are text."""

    code: str = ""
    parent: str = ""
    properties: dict[str, str | None] = field(default_factory=dict)


class _Items(Described):
    list_items: tuple[ListItem, ...] = ()


def find_list(client: AnaplanClient, model: Model, wanted: str) -> Named:
    """The list with this id or name; raises SettingsWrong when it is not exactly one."""
    path = f"{model.path}/lists"
    with needing(client, model):
        offered = [read_as(Named, row, f"GET {path}") for row in client.list(path, "lists")]
    return pick("list", wanted, offered)


def read_items(client: AnaplanClient, model: Model, list_: Named) -> tuple[ListItem, ...] | None:
    """All items with their properties; None if the list is too large to be read at once."""
    try:
        with needing(client, model):
            answer = client.call("GET", _path(model, list_) + "/items", params={"includeAll": "true"})
    except BadRequest:
        return None
    return read_as(_Items, answer.json(), answer.asked).list_items  # an empty list has no key


def large_reads(client: AnaplanClient, model: Model, list_: Named) -> LargeReads:
    """The reads of a list that is too large for that; ``items_in`` understands their rows."""
    return LargeReads(client, _path(model, list_), f"the list '{list_.name}', which has more than 1,000,000 items,")


def items_in(rows: Table) -> Iterator[ListItem]:
    """The items of a large read: the first column is the name, whatever the list is called; their ids are not told."""
    header = next(rows, [])
    for row in rows:
        texts = dict(zip(header[1:], row[1:], strict=True))
        code, parent = texts.pop("Code", ""), texts.pop("Parent", "")
        yield ListItem(id="", name=row[0], code=code, parent=parent, properties=dict(texts))


def items_of(
    client: AnaplanClient, model: Model, list_: Named, pause: Callable[[float], None] = time.sleep
) -> Iterator[ListItem]:
    """All items, also of a large list, which is waited for: for looks that no workflow waits for."""
    found = read_items(client, model, list_)
    if found is not None:
        yield from found
        return
    reads = large_reads(client, model, list_)
    request = reads.begin()
    for _ in range(_LOOKS):
        if reads.is_ready(request):
            yield from items_in(reads.pages(request))
            return
        pause(_SECONDS_BETWEEN_LOOKS)
    raise VendorDown(f"Anaplan is still preparing the list '{list_.name}' after {_LOOKS} looks; look again later")


def _path(model: Model, list_: Named) -> str:
    return f"{model.path}/lists/{list_.id}"


_LOOKS = 36
_SECONDS_BETWEEN_LOOKS = 5.0
"""Together three minutes: a list of some millions takes about one."""
