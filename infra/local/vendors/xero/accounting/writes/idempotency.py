"""Answers kept under an Idempotency-Key for six minutes: the same request gets the same answer, errors too.

Source: Xero, Requests and responses, Idempotent requests.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import RLock

from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.gateway.refusals import bad_request

KEPT_FOR = timedelta(minutes=6)  # counted from the first call
MAX_KEY = 128
_HEADER = "Idempotency-Key"


@dataclass(frozen=True)
class _Kept:
    at: datetime
    asked: tuple[object, ...]
    status: int
    body: bytes
    content_type: str | None


class Idempotency:
    """The answers kept, by organisation and key. Writes wait for each other, so that a key is never used at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = RLock()
        self._kept: dict[tuple[str, str], _Kept] = {}

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._kept.clear()

    def answer(self, request: Request, tenant_id: str, act: Callable[[], Response]) -> Response:
        """The answer of ``act``, or the one it gave before."""
        key = request.headers.get(_HEADER)
        if key is None:
            with self._lock:
                return act()
        if len(key) > MAX_KEY:
            return bad_request(f"{_HEADER} must not be longer than {MAX_KEY} characters").answer
        with self._lock:
            return self._once((tenant_id, key), request, act)

    def _once(self, key: tuple[str, str], request: Request, act: Callable[[], Response]) -> Response:
        now, asked = self._clock.now(), (request.method, request.full_path, request.get_data())
        kept = self._kept.get(key)
        if kept is None or now - kept.at >= KEPT_FOR:
            response = act()
            self._kept[key] = _Kept(now, asked, response.status_code, response.get_data(), response.content_type)
            return response
        if kept.asked != asked:
            return bad_request(f"Idempotency Key: {key[1]} is used with a different request.").answer
        return Response(kept.body, status=kept.status, content_type=kept.content_type)
