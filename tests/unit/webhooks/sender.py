"""What Xero sends, as an HTTP API hands it on, and plain stand-ins for what stands behind the receiver."""

import base64
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from ml_connector.steps.receiving import Receiver
from ml_connector.xero.webhooks import SIGNATURE, signature

KEY, NEXT_KEY = "9f0f3b1a-key", "c7d3-next"
TENANT = "a1f0c7de-0001-4000-8000-00000000c0de"


def document(number: int) -> str:
    return str(UUID(int=number + (4 << 76) + (8 << 60)))


def event(number: int = 1, category: str = "INVOICE", tenant: str = TENANT) -> dict[str, Any]:
    return {
        "resourceUrl": f"https://api.xero.test/api.xro/2.0/Invoices/{document(number)}",
        "resourceId": document(number),
        "tenantId": tenant,
        "tenantType": "ORGANISATION",
        "eventCategory": category,
        "eventType": "UPDATE",
        "eventDateUtc": "2026-11-20T03:04:05.678",
    }


def body(*events: dict[str, Any], first: int = 1) -> bytes:
    last = first + len(events) - 1 if events else first
    told = {"events": events, "firstEventSequence": first, "lastEventSequence": last, "entropy": "QWERTY"}
    return json.dumps(told).encode()


def request(raw: bytes, given: str, *, base64_: bool = False) -> dict[str, Any]:
    """Payload format 2.0, with the headers in lower case."""
    text = base64.b64encode(raw).decode() if base64_ else raw.decode("utf-8", "replace")
    return {"version": "2.0", "headers": {SIGNATURE: given}, "body": text, "isBase64Encoded": base64_}


class FixedKeys:
    """Keys that change only when a test says so; counts how often fresh ones were asked for."""

    def __init__(self, *keys: str) -> None:
        self.now: Mapping[str, Sequence[str]] = {"app": keys}
        self.next = self.now
        self.asked = 0

    def known(self) -> Mapping[str, Sequence[str]]:
        return self.now

    def fresh(self) -> Mapping[str, Sequence[str]]:
        self.asked += 1
        self.now = self.next
        return self.now


class Desk:
    """A receiver, and what came of it."""

    def __init__(self, *keys: str) -> None:
        self.keys = FixedKeys(*(keys or (KEY,)))
        self.put: list[str] = []
        self.refused: list[str] = []
        self.receiver = Receiver(self.keys, self.put.append, self.refused.append)

    def status(self, raw: bytes, key: str = KEY, **more: Any) -> int:
        return self.receiver.status(request(raw, signature(raw, key), **more))
