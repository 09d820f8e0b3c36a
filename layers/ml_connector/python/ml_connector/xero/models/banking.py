"""Money that moves on a bank account other than by a payment of an invoice.

What is spent and received, over- and prepayments show up under BankTransactions; the latter two, and transfers, have
an endpoint of their own besides. Source: Xero, BankTransactions, types; Overpayments; Prepayments; BankTransfers.
"""

from decimal import Decimal
from typing import ClassVar

from msgspec import field

from ml_connector.xero.models.allocations import Allocation
from ml_connector.xero.models.base import BankAccount, Day, Moment, XeroRecord, at, day, finite, maybe, moment, text
from ml_connector.xero.models.lined import LinedRecord


class _Banked(LinedRecord, kw_only=True):
    """A document with lines that is at once a movement on a bank account."""

    type: str
    bank_account: BankAccount = field(default_factory=BankAccount)
    number: ClassVar[str] = ""
    due_date: ClassVar[None] = None
    bank_account_id: ClassVar[str] = at("bank_account.id")
    bank_account_code: ClassVar[str] = at("bank_account.code")


class BankTransaction(_Banked, kw_only=True):
    """Money spent or received: SPEND, RECEIVE, and either of them with -TRANSFER, -OVERPAYMENT or -PREPAYMENT."""

    id: str = field(name="BankTransactionID")
    overpayment_id: str = text("OverpaymentID")
    prepayment_id: str = text("PrepaymentID")

    @property
    def own_id(self) -> str:
        """Of the over- or prepayment that it is besides."""
        return self.overpayment_id or self.prepayment_id


class Overpayment(_Banked, kw_only=True):
    """What was paid beyond an invoice; an allocation moves no row, as with credit notes."""

    id: str = field(name="OverpaymentID")
    allocations: tuple[Allocation, ...] = ()
    own_id: ClassVar[str] = ""


class Prepayment(_Banked, kw_only=True):
    """What was paid before an invoice; an allocation moves no row, but takes it off the accounts of its lines."""

    id: str = field(name="PrepaymentID")
    allocations: tuple[Allocation, ...] = ()
    own_id: ClassVar[str] = ""


class BankTransfer(XeroRecord, kw_only=True):
    """Money from one bank account to another.

    amount   in the currency of the account that it leaves
    rate     units of that currency for one of the base currency
    status   Xero names one since July 2026 only
    """

    id: str = field(name="BankTransferID")
    status: str = "AUTHORISED"
    updated: Moment = maybe("UpdatedDateUTC")
    created: str | None = maybe("CreatedDateUTC")
    reference: str = ""
    date: Day | None = None
    date_text: str | None = maybe("DateString")
    rate: Decimal | None = maybe("CurrencyRate")
    amount: Decimal
    left: BankAccount = field(name="FromBankAccount", default_factory=BankAccount)
    reached: BankAccount = field(name="ToBankAccount", default_factory=BankAccount)
    from_transaction_id: str = text("FromBankTransactionID")
    to_transaction_id: str = text("ToBankTransactionID")
    type: ClassVar[str] = "TRANSFER"
    currency: ClassVar[str] = ""
    number: ClassVar[str] = ""
    contact: ClassVar[str] = ""
    contact_id: ClassVar[str] = ""
    from_account_id: ClassVar[str] = at("left.id")
    from_account_code: ClassVar[str] = at("left.code")
    to_account_id: ClassVar[str] = at("reached.id")
    to_account_code: ClassVar[str] = at("reached.code")

    def __post_init__(self) -> None:
        """Read the dates, look at the figures; raises ValueError."""
        finite(self.amount, self.rate)
        self.updated = moment("UpdatedDateUTC", self.updated, self.created)
        self.date = day("Date", self.date, self.date_text)
