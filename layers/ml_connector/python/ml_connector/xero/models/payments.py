"""Payments, each of one document through one account."""

from decimal import Decimal

from ml_connector.xero.models.base import Day, Moment, XeroRecord, key, maybe, text

_PAID = ("Invoice", "CreditNote", "Prepayment", "Overpayment")


def _of_paid(name: str) -> list[str]:
    """The paths to a field of whichever document is paid. The refund of an overpayment is shown as an invoice."""
    return [f"{document}.{name}" for document in _PAID]


class Payment(XeroRecord):
    """Money against a document. Number, contact and currency are those of the document.

    amount        in the document's currency
    bank_amount   in the currency of the account
    paid_id       of the document that is paid
    """

    id: str = key("PaymentID")
    type: str = text("PaymentType")
    status: str
    updated: Moment = key("UpdatedDateUTC", "UpdatedDateUTCString")
    number: str = text("Invoice.InvoiceNumber", "CreditNote.CreditNoteNumber")
    reference: str = ""
    contact: str = text(*_of_paid("Contact.Name"))
    contact_id: str = text(*_of_paid("Contact.ContactID"))
    date: Day | None = None
    currency: str = text(*_of_paid("CurrencyCode"))
    rate: Decimal | None = maybe("CurrencyRate")
    amount: Decimal
    bank_amount: Decimal | None = None
    account_id: str = text("Account.AccountID")
    account_code: str = text("Account.Code")
    paid_id: str = text(*(f"{document}.{document}ID" for document in _PAID))
