"""A tap on the line between one function and its AWS: what passes can be watched, and answered by something happening.

Knows HTTP only; every request is passed on unchanged.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import urllib3
from werkzeug.wrappers import Request, Response

SERVICES = ("DYNAMODB", "S3", "SECRETS_MANAGER")
"""Those whose calls go through a tap, as boto3 writes them in AWS_ENDPOINT_URL_…"""

_SHORT = 1_000_000
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "host"}


@dataclass(frozen=True)
class Moment:
    """A request, right before it is passed on or right after it was answered.

    pattern   of the operation (S3: method and path) followed by the content, anywhere in it
    """

    pattern: str
    after: bool = True

    def is_now(self, request: Request) -> bool:
        """Whether this is the request that is meant."""
        return bool(re.search(self.pattern, told(request), re.DOTALL))


def told(request: Request) -> str:
    """A request in one line: what it does, and with what."""
    operation = request.headers.get("X-Amz-Target", "").rpartition(".")[2] or f"{request.method} {request.path}"
    content = request.get_data()
    return f"{operation} {content.decode('utf-8', 'replace') if len(content) < _SHORT else ''}"


class Tap:
    """Stands between a function and ``endpoint``; a simulator like any other, as far as the server is concerned."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint
        self._pool = urllib3.PoolManager(maxsize=8)
        self._armed: tuple[Moment, Callable[[], object]] | None = None

    def at(self, moment: Moment, act: Callable[[], object]) -> None:
        """Act once, at this moment."""
        self._armed = moment, act

    @property
    def armed(self) -> bool:
        """Whether the moment is still to come."""
        return self._armed is not None

    def handle(self, request: Request) -> Response:
        """The answer of the AWS behind."""
        armed = self._armed
        if armed is None or not armed[0].is_now(request):
            return self._passed_on(request)
        self._armed, (moment, act) = None, armed
        if not moment.after:
            act()
        response = self._passed_on(request)
        if moment.after:
            act()
        return response

    def description(self, url: str) -> dict[str, Any]:
        """Where it is."""
        return {"url": url}

    def _passed_on(self, request: Request) -> Response:
        headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
        answer = self._pool.request(
            request.method,
            f"{self._endpoint}{request.full_path.rstrip('?')}",
            body=request.get_data(),
            headers=headers,
            redirect=False,
            retries=False,
            decode_content=False,
            preload_content=True,
        )
        kept = [(name, value) for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP]
        return Response(answer.data, status=answer.status, headers=kept)


Taps = Mapping[str, Tap]
"""By the name of the function."""
