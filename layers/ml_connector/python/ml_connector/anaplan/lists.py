"""The lists of a model and their items. Both wait for a busy model.

Source: Anaplan, Integration API v2, "Get lists", "Get list items".
"""

from collections.abc import Iterator

from pydantic import Field

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Model, Named
from ml_connector.anaplan.naming import pick
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as


class ListItem(Named):
    """One item; a numbered list makes up the name, a general one may have no code. Properties are text."""

    code: str = ""
    parent: str = ""
    properties: dict[str, str | None] = Field(default_factory=dict)


class _Items(Described):
    list_items: tuple[ListItem, ...] = ()


def find_list(client: AnaplanClient, model: Model, wanted: str) -> Named:
    """The list with this id or name; raises SettingsWrong when it is not exactly one."""
    path = f"{model.path}/lists"
    with needing(client, model):
        offered = [read_as(Named, row, f"GET {path}") for row in client.list(path, "lists")]
    return pick("list", wanted, offered)


def items_of(client: AnaplanClient, model: Model, list_: Named) -> Iterator[ListItem]:
    """All items with their properties; Anaplan gives up to 1,000,000 in one answer."""
    with needing(client, model):
        answer = client.call("GET", f"{model.path}/lists/{list_.id}/items", params={"includeAll": "true"})
    yield from read_as(_Items, answer.json(), answer.asked).list_items  # an empty list has no key
