"""The flat row of a fact: one line of a document, or one payment, with everything a column may name."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Self

from msgspec import Struct, field
from msgspec.structs import replace

from ml_connector.sync.documents import Document
from ml_connector.sync.money import ONE, ZERO, digits
from ml_connector.sync.texts import text

REMOVED = "REMOVED"
"""The status of a row whose line has vanished from its document."""


class Header(Struct, frozen=True):
    """What all rows of a document share."""

    entity: str
    document_type: str
    document_id: str
    document_number: str
    reference: str
    date: str
    due_date: str
    period: str
    contact: str
    contact_id: str
    currency: str
    rate: str
    status: str
    link: str
    bank_account_id: str = ""

    @classmethod
    def of(cls, document: Document, entity: str, base_currency: str, link: str, due: dt.date | None = None) -> Self:
        """The shared part of one document's rows."""
        rate = rate_of(document, base_currency)
        day = _day(document.date)
        return cls(
            entity,
            document.type,
            document.id,
            text(document.number),
            text(document.reference),
            day.iso,
            _day(due).iso,
            day.period,
            text(document.contact),
            document.contact_id,
            document.currency or base_currency,
            "1" if rate is ONE else digits(rate) if rate else "",
            document.status,
            link,
        )

    def in_month(self, period: str) -> Self:
        """The same for the first day of a month such as 2026-10."""
        year, month = int(period[:4]), int(period[5:7])
        return replace(self, date=f"{year:04}-{month:02}-01", period=f"{year:04}-{month:02}")


class _Day(Struct, frozen=True):
    """A day as rows tell it; documents of a year share few."""

    iso: str
    period: str


@lru_cache(maxsize=4096)
def _day(day: dt.date | None) -> _Day:
    if day is None:
        return _Day("", "")
    iso = day.isoformat()
    return _Day(iso, iso[:7])


class FactRow(Struct, gc=False):
    """One row; its attributes and those of its header are the fields of ``datasets``. Amounts are net of tax."""

    header: Header
    line_key: str
    account_id: str = ""
    account_code: str = ""
    account_name: str = ""
    description: str = ""
    tax_type: str = ""
    item_code: str = ""
    quantity: Decimal | None = None
    unit_amount: Decimal | None = None
    tracking: Mapping[str, str] = field(default_factory=dict)
    tracking_name: Mapping[str, str] = field(default_factory=dict)
    amount: Decimal = ZERO
    tax: Decimal = ZERO
    base_amount: Decimal = ZERO
    base_tax: Decimal = ZERO

    def zeroed(self) -> "FactRow":
        """The same row without its figures."""
        return replace(self, amount=ZERO, tax=ZERO, base_amount=ZERO, base_tax=ZERO)


class Refusal(Struct, frozen=True):
    """A row that cannot be loaded: why, and how to mend it."""

    row: FactRow
    reason: str
    remedy: str


def without(rows: Iterable[FactRow], refusals: Iterable[Refusal]) -> list[FactRow]:
    """The rows that are not refused."""
    refused = {id(refusal.row) for refusal in refusals}
    return [row for row in rows if id(row) not in refused]


def removed(header: Header, line_key: str) -> FactRow:
    """The row that zeroes a line which its document no longer has."""
    return FactRow(replace(header, status=REMOVED), line_key)


def vanished(entity: str, document_id: str) -> Header:
    """What is still known of a document that Xero no longer has."""
    known = {"entity": entity, "document_id": document_id, "status": REMOVED}
    return Header(*(known.get(name, "") for name in Header.__struct_fields__))


def rate_of(document: Document, base_currency: str) -> Decimal | None:
    """Foreign units per base unit; 1 for a document in base currency, None if the document does not say."""
    if document.currency in ("", base_currency):
        return ONE
    return document.rate or None
