"""Calls to Anaplan's Integration API: the token, what a refusal means, and lists in pages.

Knows the envelope of the API and nothing of files, imports or tasks. Retries nothing but a call whose token died.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import field

from ml_connector.anaplan.refusals import pause_asked, refusal
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ContractBroken
from ml_connector.http import Http
from ml_connector.limits.bucket import Throttle
from ml_connector.tokens import TRIES, Bearer

_ROOT = "/2/0"
_PAGE = 5000
"""Rows asked for at once; what Anaplan gives when nothing is asked."""

_UNAUTHORIZED = 401
_TOO_MANY = 429
_TRIES = 3


class _Paging(Described):
    current_page_size: int | None = None
    total_size: int | None = None


class _Meta(Described):
    paging: _Paging = field(default_factory=_Paging)


class _Envelope(Described):
    meta: _Meta = field(default_factory=_Meta)


class AnaplanClient:
    """One connection to Anaplan.

    api_url   the host's root, which differs by region; the version is added here
    token     of the user whose rights all calls have, and whose private files are uploaded
    throttle  asked before every call; without one, a refusal for too many calls is handed on at once
    """

    def __init__(self, http: Http, api_url: str, token: Bearer, throttle: Throttle | None = None) -> None:
        self._http = http
        self._root = api_url.rstrip("/").removesuffix(_ROOT) + _ROOT
        self._token = token
        self._throttle = throttle

    def call(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: bytes | None = None,
        content_type: str | None = None,
        params: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to one call, if it is a success.

        path     below ``/2/0``
        raises   VendorDown when there was no whole answer; the outcome of a call that writes is then unknown
                 BadCredentials when the token is refused even after it was renewed
                 RateLimited, ModelBusy, NotVisible, SettingsWrong, ContractBroken as ``refusals`` tells
        """
        token, tries = self._token.value(), 1
        answer = self._send(method, path, token, json, data, content_type, params)
        # A dead token is found out before anything is done, so repeating is safe for every method.
        while answer.status == _UNAUTHORIZED and tries < TRIES:
            token, tries = self._token.refused(token), tries + 1
            answer = self._send(method, path, token, json, data, content_type, params)
        if answer.status == _UNAUTHORIZED:
            raise BadCredentials(
                f"Anaplan answered 401 to {answer.asked}, also with a new token; see whether the user may use the API "
                "in this tenant and whether the addresses in settings belong to one region"
            )
        if not 200 <= answer.status < 300:  # noqa: PLR2004 - the range of success
            raise refusal(answer)
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            # Taken for a success it would be a chunk that is not stored, or rows of a file.
            raise ContractBroken(
                f"{answer.asked}: a web page came with status {answer.status}, which is no answer of Anaplan's; look "
                "what answers under this address, or try again if Anaplan shows an incident"
            )
        return answer

    def list(self, path: str, key: str, params: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
        """Every row of a list, page after page; an absent ``key`` is Anaplan's way of writing an empty list."""
        offset = 0
        while True:
            asked = {**(params or {}), "limit": str(_PAGE), "offset": str(offset)}
            rows, stride, total = _page(self.call("GET", path, params=asked), key)
            yield from rows
            offset += stride
            # Anaplan's own "next" starts again with small pages, so the end is worked out here.
            if not rows or offset >= total:
                return

    def _send(
        self,
        method: str,
        path: str,
        token: str,
        json: object,
        data: bytes | None,
        content_type: str | None,
        params: Mapping[str, str] | None,
    ) -> Answer:
        headers = {"Authorization": f"AnaplanAuthToken {token}"}
        if content_type:
            headers["Content-Type"] = content_type
        for _ in range(_TRIES):
            if self._throttle:
                self._throttle.enter()
            answer = self._http.send(method, self._root + path, headers=headers, params=params, json=json, data=data)
            if answer.status != _TOO_MANY or self._throttle is None:
                break
            # Refused before anything was done, so repeating is safe for every method.
            self._throttle.refused(pause_asked(answer))
        return answer


def _page(answer: Answer, key: str) -> tuple[list[dict[str, Any]], int, int]:
    """The rows of a page, how far it reaches, and the size of the whole list."""
    content = answer.json()
    paging = read_as(_Envelope, content, answer.asked).meta.paging
    # One of Anaplan's samples writes the list of tasks under "task".
    rows = content.get(key, content.get(key.removesuffix("s"), []))
    is_list = isinstance(rows, list) and all(isinstance(row, dict) for row in rows)
    if not is_list or (paging.total_size is None and len(rows) >= _PAGE):
        raise ContractBroken(
            f"{answer.asked}: the list '{key}' has an unexpected form or no total; show this to Anaplan's support"
        )
    # Some lists give shorter pages than asked; the page itself says how long it is.
    stride = paging.current_page_size or len(rows)
    return rows, stride, len(rows) if paging.total_size is None else paging.total_size
