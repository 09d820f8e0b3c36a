"""Reads of what is too large for one answer: begun, looked at until it is ready, taken page by page, given back.

Sources: Anaplan, Initiate large read request, Retrieve status of large read request (kept for 30 minutes, a workspace
administrator's right).
"""

import codecs
import csv
from collections.abc import Iterable, Iterator
from typing import Any

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.refusals import NotVisible
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.errors import ContractBroken, SettingsWrong

Table = Iterator[list[str]]


class _Request(Described):
    request_id: str
    request_state: str = ""
    available_pages: int | None = None
    successful: bool | None = None


class _RequestAnswer(Described):
    """Of a view or of a list."""

    view_read_request: _Request | None = None
    list_read_request: _Request | None = None


class LargeReadGone(NotVisible):
    """A large read was forgotten: it had not been looked at for half an hour."""


class LargeReads:
    """The large reads of one view or list; ``path`` is its own, ``what`` tells a person what it is."""

    def __init__(self, client: AnaplanClient, path: str, what: str) -> None:
        self._client, self._path, self._what = client, f"{path}/readRequests", what

    def begin(self, order: object = None) -> str:
        """Start a read; its id."""
        try:
            return self._request("POST", self._path, json=order).request_id
        except NotVisible as error:
            raise SettingsWrong(
                f"{error}; {self._what} is read by a large read, which Anaplan grants to workspace administrators: "
                "make the integration user one, or let it be smaller"
            ) from error

    def is_ready(self, request: str) -> bool:
        """Whether all pages can be read; raises LargeReadGone, and ContractBroken if the read failed."""
        try:
            state = self._request("GET", f"{self._path}/{request}")
        except NotVisible as error:
            raise LargeReadGone(str(error)) from error
        if state.request_state == "COMPLETE" and state.successful is False:
            raise ContractBroken(f"Anaplan failed to read {self._what} in request {request}; read it again")
        return state.request_state == "COMPLETE"

    def pages(self, request: str) -> Table:
        """The rows of a read that is ready, the header first; it is given back when the last row was taken."""
        path = f"{self._path}/{request}"
        count = self._request("GET", path).available_pages or 0
        yield from table(self._client.call("GET", f"{path}/pages/{number}").body for number in range(count))
        self._client.call("DELETE", path)

    def _request(self, method: str, path: str, json: object = None) -> _Request:
        answer = self._client.call(method, path, json=json)
        content: Any = answer.json()
        told = read_as(_RequestAnswer, content, answer.asked)
        found = told.view_read_request or told.list_read_request
        if found is None:
            raise ContractBroken(f"{answer.asked}: the answer tells of no read request; show this to Anaplan's support")
        return found


def table(pages: Iterable[bytes]) -> Table:
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
