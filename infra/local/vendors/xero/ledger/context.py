"""What a posting rule may look at besides its own record."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from infra.local.vendors.xero.ledger.chart import Chart, LedgerAccount
from infra.local.vendors.xero.wire import dates

Fields = Mapping[str, Any]
IDS = ("InvoiceID", "CreditNoteID", "PrepaymentID", "OverpaymentID")


@dataclass(frozen=True)
class Context:
    """The chart, the base currency, and the documents by id."""

    chart: Chart
    base_currency: str | None
    document: Callable[[str], Fields | None]

    def is_base(self, account: LedgerAccount) -> bool:
        """Whether a bank account is kept in the base currency; one that does not say is."""
        return account.currency in (None, self.base_currency)

    def about(self, record: Fields, *names: str) -> Fields | None:
        """The document that a record is about under one of these names: the whole one, or else what the record says."""
        told = next((record[name] for name in names if record.get(name)), None)
        if told is None:
            return None
        return next((found for key, value in told.items() if key in IDS and (found := self.document(str(value)))), told)


def day_of(record: Fields) -> date:
    """The record's date; documents are dated at midnight UTC."""
    return (dates.instant(dates.from_iso(record.get("Date"))) or dates.EPOCH).date()
