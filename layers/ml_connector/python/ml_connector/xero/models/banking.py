"""Money that moves on a bank account other than by a payment of an invoice.

What is spent and received, over- and prepayments show up under BankTransactions; the latter two, and transfers, have
an endpoint of their own besides. Source: Xero, BankTransactions, types; Overpayments; Prepayments; BankTransfers.
"""

from decimal import Decimal
from typing import ClassVar

from ml_connector.xero.models.allocations import Allocation
from ml_connector.xero.models.base import Day, Moment, XeroRecord, key, maybe, text
from ml_connector.xero.models.lined import LinedRecord


class _Banked(LinedRecord):
    """A document with lines that is at once a movement on a bank account."""

    type: str
    bank_account_id: str = text("BankAccount.AccountID")
    bank_account_code: str = text("BankAccount.Code")
    number: ClassVar[str] = ""
    due_date: ClassVar[None] = None


class BankTransaction(_Banked):
    """Money spent or received: SPEND, RECEIVE, and either of them with -TRANSFER, -OVERPAYMENT or -PREPAYMENT.

    own_id   of the over- or prepayment that it is besides
    """

    id: str = key("BankTransactionID")
    own_id: str = text("OverpaymentID", "PrepaymentID")


class Overpayment(_Banked):
    """What was paid beyond an invoice; an allocation moves no row, as with credit notes."""

    id: str = key("OverpaymentID")
    allocations: tuple[Allocation, ...] = ()
    own_id: ClassVar[str] = ""


class Prepayment(_Banked):
    """What was paid before an invoice; an allocation moves no row, but takes it off the accounts of its lines."""

    id: str = key("PrepaymentID")
    allocations: tuple[Allocation, ...] = ()
    own_id: ClassVar[str] = ""


class BankTransfer(XeroRecord):
    """Money from one bank account to another.

    amount   in the currency of the account that it leaves
    rate     units of that currency for one of the base currency
    status   Xero names one since July 2026 only
    """

    id: str = key("BankTransferID")
    status: str = "AUTHORISED"
    updated: Moment = key("UpdatedDateUTC", "CreatedDateUTC")
    reference: str = ""
    date: Day | None = maybe("Date", "DateString")
    rate: Decimal | None = maybe("CurrencyRate")
    amount: Decimal
    from_account_id: str = text("FromBankAccount.AccountID")
    from_account_code: str = text("FromBankAccount.Code")
    to_account_id: str = text("ToBankAccount.AccountID")
    to_account_code: str = text("ToBankAccount.Code")
    from_transaction_id: str = text("FromBankTransactionID")
    to_transaction_id: str = text("ToBankTransactionID")
    type: ClassVar[str] = "TRANSFER"
    currency: ClassVar[str] = ""
    number: ClassVar[str] = ""
    contact: ClassVar[str] = ""
    contact_id: ClassVar[str] = ""
