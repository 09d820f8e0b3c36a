"""What the firm's books are made of, before they take Xero's shape. Knows no JSON and draws no dice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from infra.local.firm.formats import money

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Account:
    account_id: str
    code: str | None  # a bank account may have none
    name: str
    type: str
    tax_kind: str  # standard, reduced, zero or none
    updated: datetime
    system: str | None = None
    status: str = "ACTIVE"
    currency: str | None = None  # bank accounts only


@dataclass(frozen=True)
class Option:
    option_id: str
    name: str
    category_id: str
    category: str
    status: str = "ACTIVE"


@dataclass(frozen=True)
class Contact:
    contact_id: str
    name: str
    currency: str
    is_customer: bool
    is_supplier: bool
    updated: datetime
    status: str = "ACTIVE"


@dataclass(frozen=True)
class Line:
    """One line; `amount` includes tax when the document is Inclusive. A line that only describes has no account."""

    line_id: str
    description: str
    quantity: Decimal = ZERO
    unit_amount: Decimal = ZERO
    amount: Decimal = ZERO
    tax_type: str = "NONE"
    tax: Decimal = ZERO
    account: Account | None = None
    tracking: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Document:
    """A sales invoice (ACCREC) or a bill (ACCPAY) as it was entered, before any payment."""

    document_id: str
    type: str
    number: str
    reference: str
    contact: Contact
    day: date
    due: date
    line_amounts: str  # Exclusive, Inclusive or NoTax
    currency: str
    rate: Decimal  # units of `currency` for one unit of the base currency
    status: str
    lines: tuple[Line, ...]
    updated: datetime

    @cached_property
    def tax(self) -> Decimal:
        return total(line.tax for line in self.lines)

    @cached_property
    def total(self) -> Decimal:
        lines = total(line.amount for line in self.lines)
        return lines if self.line_amounts == "Inclusive" else lines + self.tax

    @property
    def net(self) -> Decimal:
        return self.total - self.tax

    def in_base(self, amount: Decimal) -> Decimal:
        return money(amount / self.rate)


@dataclass(frozen=True)
class Payment:
    payment_id: str
    day: date
    amount: Decimal  # in the document's currency
    bank_amount: Decimal  # in the bank account's currency
    rate: Decimal
    account: Account
    reference: str
    updated: datetime
    status: str = "AUTHORISED"


@dataclass(frozen=True)
class Entry:
    """A document with everything paid on it; the state Xero shows is derived from the two."""

    document: Document
    payments: tuple[Payment, ...] = ()
    credited: Decimal = ZERO

    @cached_property
    def live_payments(self) -> tuple[Payment, ...]:
        return tuple(payment for payment in self.payments if payment.status != "DELETED")

    @cached_property
    def paid(self) -> Decimal:
        return total(payment.amount for payment in self.live_payments)

    @property
    def due(self) -> Decimal:
        gone = self.document.status in ("VOIDED", "DELETED")
        return ZERO if gone else self.document.total - self.paid - self.credited

    @property
    def status(self) -> str:
        settled = self.document.status == "AUTHORISED" and not self.due
        return "PAID" if settled else self.document.status

    @property
    def updated(self) -> datetime:
        """A payment, even one deleted again, moves the stamp of its document."""
        return max((self.document.updated, *(payment.updated for payment in self.payments)))


def total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, ZERO)
