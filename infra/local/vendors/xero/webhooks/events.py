"""From an edit to what Xero tells of it: ids and a time, and never a figure."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from infra.local.vendors.xero.wire.exact import Record

CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "Invoices": "INVOICE",
        "Contacts": "CONTACT",
        "CreditNotes": "CREDITNOTE",
        "Payments": "PAYMENT",
        "Prepayments": "PREPAYMENT",
        "Overpayments": "OVERPAYMENT",
    }
)
"""By collection; of all others Xero does not tell."""

_WITH_DATA = ("CREDITNOTE", "PREPAYMENT", "OVERPAYMENT")


class Edit(NamedTuple):
    """A record was created or changed, so that its stamp has moved."""

    tenant_id: str
    collection: str
    record_id: str
    record: Record
    created: bool


def event_of(edit: Edit, now: datetime) -> dict[str, Any] | None:
    """The event as it stands in a delivery; None for what has no webhook. Voiding and deleting are updates."""
    category = CATEGORIES.get(edit.collection)
    if category is None:
        return None
    root = "https://api.xero.com/api.xro/2.0"
    event: dict[str, Any] = {
        "resourceUrl": f"{root}/{edit.collection}/{edit.record_id}",
        "resourceId": edit.record_id,
        "tenantId": edit.tenant_id,
        "tenantType": "ORGANISATION",
        "eventCategory": category,
        "eventType": "CREATE" if edit.created else "UPDATE",
        "eventDateUtc": now.strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3],  # without a Z
    }
    if category in _WITH_DATA:
        event["data"] = {name: edit.record.get(name) for name in ("Type", "Status")}
    return event
