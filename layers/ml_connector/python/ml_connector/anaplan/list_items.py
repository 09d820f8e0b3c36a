"""Items of one list looked up, added and updated, up to 100,000 in one call. All of these wait for a busy model.

Anaplan answers 200 even if it has refused every item, and tells each refusal by its place in the call.
Sources: Anaplan, Add list items, Update list items (a workspace administrator's right); dimension items by code.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.lists import ListItem, items_of
from ml_connector.anaplan.models import Model, Named
from ml_connector.anaplan.refusals import BadRequest, NotVisible
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import SettingsWrong

Body = Mapping[str, Any]


class Failure(Described):
    """One item that was refused; the index counts from 0."""

    request_index: int
    failure_type: str = ""
    failure_message_details: str = ""


class Written(Described):
    """What became of the items of one call; what is ignored without a failure has no reason."""

    added: int = 0
    updated: int = 0
    ignored: int = 0
    failures: tuple[Failure, ...] = ()


class _Metadata(Described):
    numbered_list: bool = False


class _MetadataAnswer(Described):
    metadata: _Metadata


class _Found(Described):
    items: tuple[ListItem, ...] = ()


class ListItems:
    """The items of one list."""

    def __init__(self, client: AnaplanClient, model: Model, list_: Named) -> None:
        self._client, self._model, self._list = client, model, list_

    def is_numbered(self) -> bool:
        """Whether the list makes up the names of its items."""
        answer = self._call("GET", f"lists/{self._list.id}")
        return read_as(_MetadataAnswer, answer.json(), answer.asked).metadata.numbered_list

    def look_up(self, codes: Sequence[str]) -> dict[str, ListItem]:
        """The items with these codes, by code in small letters; letter case does not count in Anaplan."""
        try:
            answer = self._call("POST", f"dimensions/{self._list.id}/items", {"codes": list(codes)})
            found = read_as(_Found, answer.json(), answer.asked).items
        except BadRequest:  # of a list in which no item has a code yet
            found = tuple(items_of(self._client, self._model, self._list))
        return {item.code.casefold(): item for item in found if item.code}

    def add(self, items: Sequence[Body]) -> Written:
        """New items."""
        return self._written("POST", items, {"action": "add"})

    def update(self, items: Sequence[Body]) -> Written:
        """Items that are there; what is not mentioned stays."""
        return self._written("PUT", items, None)

    def _written(self, method: str, items: Sequence[Body], params: Mapping[str, str] | None) -> Written:
        path = f"lists/{self._list.id}/items"
        try:
            answer = self._call(method, path, {"items": list(items)}, params)
        except NotVisible as error:
            raise SettingsWrong(
                f"{error}; items of the list '{self._list.name}' are written by workspace administrators only: make "
                "the integration user one, or load the list by an import"
            ) from error
        return read_as(Written, answer.json(), answer.asked)

    def _call(self, method: str, path: str, json: object = None, params: Mapping[str, str] | None = None) -> Answer:
        with needing(self._client, self._model):
            return self._client.call(method, f"{self._model.path}/{path}", json=json, params=params)
