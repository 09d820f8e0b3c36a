"""Payments, each of one document through one account."""

from decimal import Decimal

from msgspec import field

from ml_connector.xero.models.base import (
    BankAccount,
    Day,
    Moment,
    Party,
    XeroRecord,
    day,
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

    def __post_init__(self) -> None:
        """Read the dates; raises ValueError."""
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

    @property
    def contact(self) -> str:
        """The other side's name."""
        return self.paid.party.name

    @property
    def contact_id(self) -> str:
        """The other side's id."""
        return self.paid.party.id

    @property
    def currency(self) -> str:
        """Of the document."""
        return self.paid.currency

    @property
    def account_id(self) -> str:
        """Through which the money went."""
        return self.account.id

    @property
    def account_code(self) -> str:
        """What that account is called in the chart."""
        return self.account.code
