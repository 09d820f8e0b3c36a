"""One request, one whole answer: time-outs, size caps, gzip, redaction.

Knows HTTP and nothing of any vendor: no status becomes an error here, nothing is retried, no redirect is followed.
"""

import zlib
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth
from urllib3.exceptions import HTTPError, ReadTimeoutError

from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken, SettingsWrong, VendorDown

_PIECE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS


class Http:
    """Sends requests over one session of kept-alive connections.

    connect_timeout, read_timeout   seconds; the second is the longest silence, not the whole answer
    max_bytes                       the largest answer taken in, both as received and unpacked
    """

    def __init__(
        self,
        session: requests.Session,
        *,
        connect_timeout: float = 5.0,
        read_timeout: float = 60.0,
        max_bytes: int = 100_000_000,
    ) -> None:
        self._session = session
        self._timeouts = (connect_timeout, read_timeout)
        self._max_bytes = max_bytes

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        json: object = None,
        data: bytes | str | Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> Answer:
        """The answer, read to its end and unpacked, whatever its status.

        auth     user and password for basic authentication
        raises   VendorDown when there was no whole answer: for a request that writes, the outcome is then unknown
                 ContractBroken when the answer is too large or packed in a way that was not asked for
                 SettingsWrong when the address or a header cannot be sent at all
        """
        asked = f"{method} {shown(url, params)}"
        try:
            with self._session.request(
                method,
                url,
                headers={"Accept-Encoding": "gzip", **(headers or {})},
                params=params,
                json=json,
                data=data,
                auth=_Signed(auth),
                timeout=self._timeouts,
                allow_redirects=False,
                stream=True,
            ) as response:
                received = self._read(response, asked)
        except ValueError as error:
            # Raised before anything is sent: by requests for addresses and headers, by http.client for odd characters.
            raise SettingsWrong(
                f"{asked}: this cannot be sent ({type(error).__name__}); correct the address in settings or the secret"
            ) from error
        except (HTTPError, requests.RequestException, OSError) as error:
            raise VendorDown(f"{asked}: {self._what_happened(error)}; trying again later can succeed") from error
        return self._answer(response, received, asked)

    def _read(self, response: requests.Response, asked: str) -> bytes:
        announced = response.headers.get("Content-Length", "")
        if announced.isdigit() and int(announced) > self._max_bytes:
            raise self._too_large(asked)
        pieces: list[bytes] = []
        size = 0
        # decode_content=False keeps the bytes as they came, so that a page can be parked without packing it again.
        while piece := response.raw.read(_PIECE, decode_content=False):
            size += len(piece)
            if size > self._max_bytes:
                raise self._too_large(asked)
            pieces.append(piece)
        return b"".join(pieces)

    def _answer(self, response: requests.Response, received: bytes, asked: str) -> Answer:
        packing = response.headers.get("Content-Encoding", "identity").strip().lower()
        if packing in ("", "identity") or not received:
            return Answer(response.status_code, response.headers, received, asked=asked)
        if packing not in ("gzip", "x-gzip"):
            raise ContractBroken(
                f"{asked}: the answer is packed as {packing!r}, asked was gzip; look for a proxy between"
            )
        body = self._unpacked(received, asked)
        return Answer(response.status_code, response.headers, body, received=received, asked=asked)

    def _unpacked(self, received: bytes, asked: str) -> bytes:
        members: list[bytes] = []
        rest, room = received, self._max_bytes
        while rest:
            unpacker = zlib.decompressobj(_GZIP)
            try:
                members.append(unpacker.decompress(rest, room + 1))
            except zlib.error as error:
                raise VendorDown(f"{asked}: the gzip body is damaged; trying again later can succeed") from error
            room -= len(members[-1])
            if room < 0:
                raise self._too_large(asked)
            if not unpacker.eof:
                raise VendorDown(f"{asked}: the gzip body is cut short; trying again later can succeed")
            rest = unpacker.unused_data
        return b"".join(members)

    def _too_large(self, asked: str) -> ContractBroken:
        return ContractBroken(f"{asked}: the answer is larger than {self._max_bytes:,} bytes; ask for less at once")

    def _what_happened(self, error: Exception) -> str:
        connect, read = self._timeouts
        if isinstance(error, requests.ConnectTimeout):
            return f"no connection within {connect:g} s"
        if isinstance(error, requests.ReadTimeout | ReadTimeoutError | TimeoutError):
            return f"silence for more than {read:g} s"
        # The text of these exceptions repeats the address with its query, so only the kind is told.
        return f"the connection failed or was cut ({type(error).__name__})"


class _Signed(AuthBase):
    """Basic authentication when there is a pair; without one, nothing, where requests would look into a .netrc."""

    def __init__(self, pair: tuple[str, str] | None) -> None:
        self._pair = pair

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if self._pair is not None:
            user, password = self._pair
            # As bytes, because requests would refuse characters outside Latin-1.
            HTTPBasicAuth(user.encode(), password.encode())(request)
        return request


def shown(url: str, params: Mapping[str, str] | None = None) -> str:
    """The address as it may stand in a log: without user, and with the names of the query but not its values."""
    parts = urlsplit(url)
    names = [name for name, _ in parse_qsl(parts.query, keep_blank_values=True)] + list(params or {})
    host = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{host}{parts.path}" + (f"?{'&'.join(names)}" if names else "")
