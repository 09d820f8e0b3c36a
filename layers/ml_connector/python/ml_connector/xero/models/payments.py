"""Payments, each of one document through one account."""

from decimal import Decimal
from typing import ClassVar

from msgspec import field

from ml_connector.xero.models.base import (
    BankAccount,
    Day,
    Moment,
    Party,
    XeroRecord,
    at,
    day,
    finite,
    maybe,
    moment,
    text,
)


class _Paid(XeroRecord):
    """What is paid, of whatever kind it is: of the ids and numbers it has its own."""

    party: Party = field(name="Contact", default_factory=Party)
    currency: str = text("CurrencyCode")
    invoice_number: str = ""
    credit_note_number: str = ""
    invoice_id: str = text("InvoiceID")
    credit_note_id: str = text("CreditNoteID")
    prepayment_id: str = text("PrepaymentID")
    overpayment_id: str = text("OverpaymentID")


_NOTHING = _Paid()


class Payment(XeroRecord, kw_only=True):
    """Money against a document. Number, contact and currency are those of the document.

    amount        in the document's currency
    bank_amount   in the currency of the account
    """

    id: str = field(name="PaymentID")
    type: str = text("PaymentType")
    status: str
    updated: Moment = maybe("UpdatedDateUTC")
    updated_text: str | None = maybe("UpdatedDateUTCString")
    reference: str = ""
    date: Day | None = None
    rate: Decimal | None = maybe("CurrencyRate")
    amount: Decimal
    bank_amount: Decimal | None = None
    account: BankAccount = field(default_factory=BankAccount)
    invoice: _Paid | None = None
    credit_note: _Paid | None = None
    prepayment: _Paid | None = None
    overpayment: _Paid | None = None
    contact: ClassVar[str] = at("paid.party.name")
    contact_id: ClassVar[str] = at("paid.party.id")
    currency: ClassVar[str] = at("paid.currency")
    account_id: ClassVar[str] = at("account.id")
    account_code: ClassVar[str] = at("account.code")

    def __post_init__(self) -> None:
        """Read the dates, look at the figures; raises ValueError."""
        finite(self.amount, self.bank_amount, self.rate)
        self.updated = moment("UpdatedDateUTC", self.updated, self.updated_text)
        self.date = day("Date", self.date)

    @property
    def paid(self) -> _Paid:
        """The document. The refund of an overpayment is shown as one of an invoice."""
        return self.invoice or self.credit_note or self.prepayment or self.overpayment or _NOTHING

    @property
    def paid_id(self) -> str:
        """Of the document."""
        paid = self.paid
        return paid.invoice_id or paid.credit_note_id or paid.prepayment_id or paid.overpayment_id

    @property
    def number(self) -> str:
        """Of the document; over- and prepayments have none."""
        if self.invoice:
            return self.invoice.invoice_number
        return self.credit_note.credit_note_number if self.credit_note else ""
