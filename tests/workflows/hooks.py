"""Things that happen at an exact moment: right before, or right after, a vendor answers a certain request.

Done inside the simulators, in this process; what the connector sees is real HTTP as ever.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.handling import Dropped
from infra.local.vendors.common.server import Simulator
from infra.local.vendors.xero.wire import exact

Handler = Callable[[Request], Response]


@contextmanager
def before(simulator: Simulator, method: str, path: str, act: Callable[[], object], nth: int = 1) -> Iterator[None]:
    """Act before the nth request of this method whose path and query match; such a request has to come."""
    meant, seen, acted = _matching(method, path), count(1), Event()

    def handle(request: Request, inner: Handler) -> Response:
        if meant(request) and next(seen) == nth:
            acted.set()
            act()
        return inner(request)

    with _around(simulator, handle):
        yield
    assert acted.is_set(), f"request {nth} of {method} {path} never came"


@contextmanager
def after_every(simulator: Simulator, method: str, path: str, act: Callable[[], object]) -> Iterator[None]:
    """Act after each such answer was made, before it leaves."""
    meant = _matching(method, path)

    def handle(request: Request, inner: Handler) -> Response:
        response = inner(request)
        if meant(request):
            act()
        return response

    with _around(simulator, handle):
        yield


@contextmanager
def dying(
    simulator: Simulator, method: str, path: str, kill: Callable[[], object], times: int, *, after: bool
) -> Iterator[None]:
    """Whoever asks this dies of it, so many times: before the vendor has acted, or before it has answered."""
    meant, left = _matching(method, path), iter(range(times))

    def handle(request: Request, inner: Handler) -> Response:
        if not meant(request) or next(left, None) is None:
            return inner(request)
        if after:
            inner(request)
        kill()
        raise Dropped

    with _around(simulator, handle):
        yield


@contextmanager
def ignoring(simulator: Simulator, parameter: str) -> Iterator[None]:
    """As if the vendor did not know this parameter of the query."""

    def handle(request: Request, inner: Handler) -> Response:
        query = request.query_string.decode()
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != parameter]
        return inner(Request({**request.environ, "QUERY_STRING": urlencode(kept)}))

    with _around(simulator, handle):
        yield


@contextmanager
def showing_twice(simulator: Simulator, path: str, key: str, **was: Any) -> Iterator[None]:
    """Lists show each of their records twice: as it was before an edit, with these values, and as it is."""
    meant = _matching("GET", path)

    def handle(request: Request, inner: Handler) -> Response:
        response = inner(request)
        if meant(request):
            packed = response.headers.get("Content-Encoding") == "gzip"
            told = exact.loads(gzip.decompress(response.data) if packed else response.data)
            told[key] = [version for one in told[key] for version in ({**one, **was}, one)]
            body = exact.dumps(told).encode()
            response.data = gzip.compress(body) if packed else body
        return response

    with _around(simulator, handle):
        yield


@contextmanager
def _around(simulator: Simulator, handle: Callable[[Request, Handler], Response]) -> Iterator[None]:
    inner = simulator.handle
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(simulator, "handle", lambda request: handle(request, inner))
        yield


def _matching(method: str, path: str) -> Callable[[Request], bool]:
    pattern = re.compile(path)
    return lambda request: request.method == method and bool(pattern.search(request.full_path.rstrip("?")))
