"""What Xero itself adds to a record: ids, the stamp, wire dates and their text siblings."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

STAMP = "UpdatedDateUTC"
_DATES = (
    "Date DueDate FullyPaidOnDate ExpectedPaymentDate PlannedPaymentDate CreatedDateUTC UpdatedDateUTC "
    "PeriodLockDate EndOfYearLockDate"
).split()
_STAMP_TEXT = ("Invoices", "CreditNotes", "Payments")  # since the published description 16.1 of July 2026
# Changes that UpdatedDateUTC does not tell of; of invoices when part-paid. Source: Xero, Requests and responses.
_SILENT = {"Contacts": {"Balances", "IsSupplier", "IsCustomer"}, "Invoices": {"DueDate", "SentToContact"}}

NewId = Callable[[], UUID]


def completed(endpoint: Endpoint, fields: Mapping[str, Any], *, now: datetime, new_id: NewId) -> Record:
    """The record as Xero would keep it; what is already there stays as it is. ``now`` stamps a record without stamp."""
    whole = {name: dates.from_iso(value) if name in _DATES else value for name, value in fields.items()}
    whole.setdefault(endpoint.id_field, str(new_id()))
    if endpoint.stamped:
        whole.setdefault(STAMP, dates.stamp(now))
    _say_dates(endpoint, whole)
    _name_lines(endpoint, whole, new_id)
    return Record(whole)


def changed(
    endpoint: Endpoint, old: Mapping[str, Any], changes: Mapping[str, Any], *, now: datetime, touch: bool, new_id: NewId
) -> Record:
    """The record with new values for some fields; ``touch`` moves its stamp to ``now``, whatever the changes say."""
    siblings = {f"{name}String" for name in changes}
    fields = {name: value for name, value in old.items() if name not in siblings} | dict(changes)
    if touch and endpoint.stamped:
        fields[STAMP] = dates.stamp(now)
        fields.pop(f"{STAMP}String", None)
    return completed(endpoint, fields, now=now, new_id=new_id)


def is_silent(endpoint: Endpoint, old: Mapping[str, Any], changes: Mapping[str, Any]) -> bool:
    """Whether the changes are only such as Xero does not put into any delta."""
    names = {name for name, value in changes.items() if name != endpoint.id_field and old.get(name) != value}
    silent = _SILENT.get(endpoint.name, set())
    return bool(names) and names <= silent and (endpoint.name != "Invoices" or bool(old.get("AmountPaid")))


def _say_dates(endpoint: Endpoint, whole: dict[str, Any]) -> None:
    for name in endpoint.dated:
        at = dates.instant(whole.get(name))
        if at:
            whole.setdefault(f"{name}String", dates.text(at))
    at = dates.instant(whole.get(STAMP))
    if at and endpoint.name in _STAMP_TEXT:
        whole.setdefault(f"{STAMP}String", f"{dates.text(at)}Z")


def _name_lines(endpoint: Endpoint, whole: dict[str, Any], new_id: NewId) -> None:
    lines = whole.get("LineItems")
    if endpoint.lines == "LineItems" and lines:
        whole["LineItems"] = [line if "LineItemID" in line else {"LineItemID": str(new_id()), **line} for line in lines]
