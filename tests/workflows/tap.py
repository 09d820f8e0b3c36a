"""A tap on the line between one function and its AWS: what passes can be watched, and answered by something happening.

Knows HTTP only; every request is passed on unchanged.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any, Protocol

import urllib3
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.handling import outlast

SERVICES = ("DYNAMODB", "S3", "SECRETS_MANAGER")
"""Those whose calls go through a tap, as boto3 writes them in AWS_ENDPOINT_URL_…"""

Act = Callable[[Request], object]

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


class Trigger(Protocol):
    """When something is to happen."""

    @property
    def after(self) -> bool: ...
    def is_now(self, request: Request) -> bool: ...


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
        self._armed: tuple[Trigger, Act] | None = None
        self._left = 0
        self._heard: list[Request] | None = None
        self._turn = Lock()

    def at(self, moment: Trigger, act: Callable[[], object], times: int = 1) -> None:
        """Act at this moment, so many times; a Response that is returned takes the place of the AWS's.

        Before the request is passed on, the AWS does then not get it; afterwards it has acted.
        """
        self._armed, self._left = (moment, lambda _: act()), times

    def hold_at(self, moment: Trigger, *others: Trigger, then: Callable[[], object] = lambda: None) -> None:
        """Go no further at this moment until whoever has asked is gone; then at the next one, and at last do something.

        Before the request is passed on, the AWS then gets it late, from somebody who does not live any more.
        """

        def hold(request: Request) -> None:
            outlast(request)
            if others:
                self.hold_at(*others, then=then)
            else:
                then()

        self._armed, self._left = (moment, hold), 1

    def calm(self) -> None:
        """Nothing happens any more."""
        self._armed = None

    def waits_for(self, moment: Trigger) -> bool:
        """Whether this is the moment that is still to come."""
        return self._armed is not None and self._armed[0] == moment

    @contextmanager
    def listening(self) -> Iterator[list[Request]]:
        """Everything that is asked while the block lasts."""
        heard: list[Request] = []
        self._heard = heard
        yield heard
        self._heard = None

    @property
    def armed(self) -> bool:
        """Whether the moment is still to come."""
        return self._armed is not None

    def handle(self, request: Request) -> Response:
        """The answer of the AWS behind."""
        if self._heard is not None:
            self._heard.append(request)
        armed = self._now(request)
        if armed is None:
            return self._passed_on(request)
        moment, act = armed
        instead = None if moment.after else act(request)
        if isinstance(instead, Response):
            return instead
        response = self._passed_on(request)
        instead = act(request) if moment.after else None
        return instead if isinstance(instead, Response) else response

    def _now(self, request: Request) -> tuple[Trigger, Act] | None:
        with self._turn:
            armed = self._armed
            if armed is None or not armed[0].is_now(request):
                return None
            self._left -= 1
            if not self._left:
                self._armed = None
            return armed

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
