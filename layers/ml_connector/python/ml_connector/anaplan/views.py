"""Reads what a saved view shows: at once if it is small, page by page of a large read if it is not.

Sources: Anaplan, Retrieve cell data for a view (at most 1,000,000 cells, more is refused and never cut short);
Initiate large read request (kept for 30 minutes, a workspace administrator's right).
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import Any

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Model, Named
from ml_connector.anaplan.naming import pick
from ml_connector.anaplan.refusals import BadRequest, NotVisible
from ml_connector.anaplan.waiting import needing
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import ContractBroken, SettingsWrong

_TABLE = {"exportType": "TABULAR_MULTI_COLUMN"}
"""The one name of a flat table that all of Anaplan's pages agree on."""

Table = Iterator[list[str]]


class View(Named):
    """A view of a module; ``module_id`` is its own id for the module's default view."""

    module_id: str = ""


class _Request(Described):
    request_id: str
    request_state: str = ""
    available_pages: int | None = None
    successful: bool | None = None


class _RequestAnswer(Described):
    view_read_request: _Request


class LargeReadGone(NotVisible):
    """A large read was forgotten: it had not been looked at for half an hour."""


class Views:
    """The saved views of one model."""

    def __init__(self, client: AnaplanClient, model: Model) -> None:
        self._client, self._model = client, model

    def find(self, wanted: str) -> View:
        """The view with this id or name, a module's default view included; raises SettingsWrong."""
        path = f"{self._model.path}/views"
        try:
            with needing(self._client, self._model):
                rows = list(self._client.list(path, "views", {"includesubsidiaryviews": "true"}))
        except NotVisible as error:
            raise SettingsWrong(f"{error}; so no view can be looked up") from error
        return pick("view", wanted, [read_as(View, row, f"GET {path}") for row in rows])

    def read(self, view_id: str) -> Table | None:
        """The view's rows, the header first; None if it is too large to be read at once."""
        try:
            with needing(self._client, self._model):
                answer = self._client.call("GET", f"{self._path(view_id)}/data", params=_TABLE)
        except BadRequest:
            return None
        return _table([answer.body])

    def begin(self, view_id: str) -> str:
        """Start a large read; its id."""
        try:
            return self._request("POST", f"{self._path(view_id)}/readRequests", json=_TABLE).request_id
        except NotVisible as error:
            raise SettingsWrong(
                f"{error}; a view of more than 1,000,000 cells is read by a large read, which Anaplan grants to "
                "workspace administrators: make the integration user one, or name a view that shows fewer line items"
            ) from error

    def is_ready(self, view_id: str, request: str) -> bool:
        """Whether all pages can be read; raises LargeReadGone, and ContractBroken if the read failed."""
        try:
            state = self._request("GET", self._read_path(view_id, request))
        except NotVisible as error:
            raise LargeReadGone(str(error)) from error
        if state.request_state == "COMPLETE" and state.successful is False:
            raise ContractBroken(f"Anaplan failed to read view {view_id} in request {request}; read it again")
        return state.request_state == "COMPLETE"

    def pages(self, view_id: str, request: str) -> Table:
        """The rows of a large read that is ready, the header first; it is given back when the last row was taken."""
        path = self._read_path(view_id, request)
        count = self._request("GET", path).available_pages or 0
        yield from _table(self._client.call("GET", f"{path}/pages/{number}").body for number in range(count))
        self._client.call("DELETE", path)

    def _request(self, method: str, path: str, json: object = None) -> _Request:
        answer = self._client.call(method, path, json=json)
        content: Any = answer.json()
        return read_as(_RequestAnswer, content, answer.asked).view_read_request

    def _path(self, view_id: str) -> str:
        return f"{self._model.path}/views/{view_id}"

    def _read_path(self, view_id: str, request: str) -> str:
        return f"{self._path(view_id)}/readRequests/{request}"


def _table(pages: Iterable[bytes]) -> Table:
    """CSV whose pages are cut at rows; a header that a later page repeats is left out."""
    header: list[str] | None = None
    for page in pages:
        lines = codecs.decode(page, "utf-8-sig").splitlines(keepends=True)
        for number, row in enumerate(csv.reader(lines)):
            if header is None:
                header = row
            elif not row or (number == 0 and row == header):
                continue
            yield row
