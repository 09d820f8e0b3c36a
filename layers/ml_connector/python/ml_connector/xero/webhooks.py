"""What Xero's webhooks are: their signature, their shape, and which datasets an event tells of.

Knows no queue and no settings, and imports nothing slow: the sender waits for five seconds and no longer.
Source: Xero, Webhooks overview; Configuring your server; xero-webhooks.yaml.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

SIGNATURE = "x-xero-signature"

CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "INVOICE": ("invoices", "bills"),
        "CREDITNOTE": ("credit_notes",),
        "PAYMENT": ("payments",),
        "PREPAYMENT": ("prepayments",),
        "OVERPAYMENT": ("overpayments",),
        "CONTACT": ("contacts",),
    }
)
"""Datasets by the category of an event; which of several it is does not show before the document is read."""

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


class Event(NamedTuple):
    """Something about one document of one organisation has changed.

    document   its id in lower case; empty if the event names none that could be asked for
    """

    tenant: str
    category: str
    document: str


class Delivery(NamedTuple):
    """One POST. Duplicates and disorder are normal, and one delivery may tell of many organisations.

    first, last   numbers that Xero counts its events with, per app; both 0 in an intent to receive
    """

    events: tuple[Event, ...]
    first: int
    last: int


def signature(raw: bytes, key: str) -> str:
    """What the header must say of the raw bytes of a body."""
    return base64.b64encode(hmac.new(key.encode(), raw, hashlib.sha256).digest()).decode()


def signed(raw: bytes, given: str, keys: Iterable[str]) -> bool:
    """Whether one of ``keys`` made this signature. Takes the same time wherever it differs, and looks at every key."""
    shown = given.encode("utf-8", "replace")
    return any([hmac.compare_digest(signature(raw, key).encode(), shown) for key in keys])  # noqa: C419 - every key


def read(raw: bytes) -> Delivery:
    """The delivery in a body whose signature was right; raises ValueError when it is none, and shows nothing of it.

    An event whose category or id is not as expected is kept: somebody must look at that organisation.
    """
    try:
        told = json.loads(raw)
        first, last = _whole(told["firstEventSequence"]), _whole(told["lastEventSequence"])
        events = tuple(_event(one) for one in told["events"])
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ValueError("the body is no delivery of events") from None
    if len(events) > max(0, last - first + 1):
        raise ValueError("the body has more events than it counts")
    return Delivery(events, first, last)


def _event(told: Mapping[str, Any]) -> Event:
    tenant = told["tenantId"]
    if not isinstance(tenant, str):
        raise TypeError
    category, document = str(told.get("eventCategory", "")), str(told.get("resourceId", ""))
    return Event(tenant.lower(), category.upper()[:40], document.lower() if _ID.fullmatch(document) else "")


def _whole(number: Any) -> int:
    if not isinstance(number, int) or isinstance(number, bool):
        raise TypeError
    return number
