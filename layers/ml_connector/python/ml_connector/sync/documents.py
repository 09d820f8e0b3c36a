"""What the decisions need to see of the ledger's records, whoever read them.

``xero.models`` satisfies these by shape. Amounts are Decimal in the document's currency, instants aware UTC.
"""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, Protocol, TypeVar

from msgspec import Struct


class Unreadable(Struct, frozen=True):
    """A record that lacks what its dataset needs; the reason names fields and never values."""

    id: str
    reason: str


class Tag(Protocol):
    """One tracking option on a line."""

    @property
    def category(self) -> str: ...
    @property
    def option(self) -> str: ...
    @property
    def option_id(self) -> str: ...


class Line(Protocol):
    """One line of an invoice or a bill."""

    @property
    def id(self) -> str: ...
    @property
    def account_id(self) -> str: ...
    @property
    def account_code(self) -> str: ...
    @property
    def description(self) -> str: ...
    @property
    def quantity(self) -> Decimal | None: ...
    @property
    def unit_amount(self) -> Decimal | None: ...
    @property
    def amount(self) -> Decimal: ...
    @property
    def tax(self) -> Decimal: ...
    @property
    def tax_type(self) -> str: ...
    @property
    def item_code(self) -> str: ...
    @property
    def tracking(self) -> Sequence[Tag]: ...


class Document(Protocol):
    """What every document with figures has."""

    @property
    def id(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def reference(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def updated(self) -> datetime: ...
    @property
    def date(self) -> date | None: ...
    @property
    def contact(self) -> str: ...
    @property
    def contact_id(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def rate(self) -> Decimal | None: ...


class LinedDocument(Document, Protocol):
    """An invoice, a bill, or whatever else has lines."""

    @property
    def due_date(self) -> date | None: ...
    @property
    def tax_inclusive(self) -> bool: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def total_tax(self) -> Decimal | None: ...
    @property
    def lines(self) -> Sequence[Line]: ...


class PaymentDocument(Document, Protocol):
    """A payment of one document through one bank account."""

    @property
    def amount(self) -> Decimal: ...
    @property
    def bank_amount(self) -> Decimal | None: ...
    @property
    def account_id(self) -> str: ...
    @property
    def account_code(self) -> str: ...


class Account(Protocol):
    """One account of the chart."""

    @property
    def id(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def type(self) -> str: ...
    @property
    def class_(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def tax_type(self) -> str: ...
    @property
    def system_account(self) -> str: ...


class Option(Protocol):
    """One option of a tracking category."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...


class Category(Protocol):
    """One tracking category with its options."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def options(self) -> Sequence[Option]: ...


class Organisation(Protocol):
    """The organisation itself."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def base_currency(self) -> str: ...
    @property
    def country(self) -> str: ...


class Contact(Protocol):
    """One customer or supplier."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def number(self) -> str: ...
    @property
    def merged_to(self) -> str: ...


class Currency(Protocol):
    """One currency that the organisation uses; its id is its code."""

    @property
    def id(self) -> str: ...
    @property
    def description(self) -> str: ...


D = TypeVar("D", bound=Document)


class Page(Struct, Generic[D]):
    """The documents of one raw page, in the page's order."""

    name: str
    documents: Sequence[D | Unreadable]
