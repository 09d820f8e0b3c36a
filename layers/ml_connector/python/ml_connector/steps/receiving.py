"""One delivery from the outside, before anything in it is believed: refused, or handed on for later.

Nothing that was sent is ever logged. Imports nothing slow: somebody waits at the other end of the line.
"""

import base64
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Any, Protocol

from ml_connector.xero.webhooks import SIGNATURE, Delivery, read, signed

MOST_BYTES = 512 * 1024
"""Of a body: more than a thousand events, and no more than a queue takes of what is left of them."""

_EVENTS_PER_MESSAGE = 1000


class Keys(Protocol):
    """The signing keys of every app; ``stores.signing_keys.SigningKeys`` is one."""

    def known(self) -> Mapping[str, Sequence[str]]:
        """By app, as they were read some time ago."""

    def fresh(self) -> Mapping[str, Sequence[str]]:
        """As they are now, unless they were read a moment ago."""


class Refused(Exception):
    """The delivery is not what it has to be; the message says why in a word."""


class Receiver:
    """Answers deliveries.

    put   hands a message on and returns when it is safe
    tell  hears in a word why a delivery was refused
    """

    def __init__(self, keys: Keys, put: Callable[[str], None], tell: Callable[[str], None]) -> None:
        self._keys = keys
        self._put = put
        self._tell = tell

    def status(self, request: Mapping[str, Any]) -> HTTPStatus:
        """200 or 401, for a request as an HTTP API hands it on; raises what ``put`` raises.

        A refusal looks the same whatever its reason, as Xero asks: whoever tries keys learns nothing.
        Source: Amazon API Gateway, Lambda proxy integrations for HTTP APIs, payload format 2.0.
        """
        try:
            raw = _body(request)
            app = self._app(raw, str(request.get("headers", {}).get(SIGNATURE, "")))
            delivery = _delivery(raw)
        except Refused as refused:
            self._tell(str(refused))
            return HTTPStatus.UNAUTHORIZED
        for message in messages(app, delivery):
            self._put(message)
        return HTTPStatus.OK

    def _app(self, raw: bytes, given: str) -> str:
        for keys in (self._keys.known, self._keys.fresh):
            for app, values in keys().items():
                if signed(raw, given, values):
                    return app
        raise Refused("signature")


def messages(app: str, delivery: Delivery) -> Iterator[str]:
    """What is handed on of a delivery: who has changed, each once; nothing for an intent to receive."""
    events = sorted({(one.tenant, one.category, one.document) for one in delivery.events})
    for start in range(0, len(events), _EVENTS_PER_MESSAGE):
        part = events[start : start + _EVENTS_PER_MESSAGE]
        yield json.dumps({"app": app, "first": delivery.first, "last": delivery.last, "events": part})


def _body(request: Mapping[str, Any]) -> bytes:
    """The bytes as they were sent; text types come as text and all others as base64."""
    body = request.get("body") or ""
    if len(body) > 2 * MOST_BYTES:
        raise Refused("size")
    try:
        raw = base64.b64decode(body, validate=True) if request.get("isBase64Encoded") else body.encode()
    except ValueError:
        raise Refused("encoding") from None
    if len(raw) > MOST_BYTES:
        raise Refused("size")
    return raw


def _delivery(raw: bytes) -> Delivery:
    try:
        return read(raw)
    except ValueError:
        raise Refused("malformed") from None
