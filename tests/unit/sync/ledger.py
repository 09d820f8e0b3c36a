"""Plain records for the decisions: what a test does not name is ordinary."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from ml_connector.sync.members import Members

NOON = dt.datetime(2026, 10, 31, 12, 0, tzinfo=dt.UTC)
_ISSUED, _DUE, _PAID = dt.date(2026, 10, 15), dt.date(2026, 11, 14), dt.date(2026, 10, 20)


@dataclass(frozen=True)
class ATag:
    """One tracking option."""

    category: str
    option: str
    option_id: str = ""


@dataclass(frozen=True)
class ALine:
    """One line of 100.00 on sales."""

    id: str = "line-1"
    amount: Decimal = Decimal("100.00")
    tax: Decimal = Decimal(0)
    account_id: str = "acc-sales"
    account_code: str = "200"
    description: str = "Consulting"
    quantity: Decimal | None = Decimal(1)
    unit_amount: Decimal | None = Decimal("100.00")
    tax_type: str = "OUTPUT2"
    item_code: str = ""
    tracking: Sequence[ATag] = ()


@dataclass(frozen=True)
class AnInvoice:
    """An authorised sales invoice in base currency."""

    id: str = "aaaaaaaa-0000-4000-8000-000000000001"
    lines: Sequence[ALine] = (ALine(),)
    status: str = "AUTHORISED"
    type: str = "ACCREC"
    number: str = "INV-0001"
    reference: str = ""
    updated: dt.datetime = NOON
    date: dt.date | None = _ISSUED
    due_date: dt.date | None = _DUE
    contact: str = "Ngāti Trading"
    contact_id: str = "con-1"
    currency: str = "GBP"
    rate: Decimal | None = Decimal(1)
    tax_inclusive: bool = False
    total: Decimal | None = None
    total_tax: Decimal | None = None


@dataclass(frozen=True)
class APayment:
    """A payment of 100.00 in base currency."""

    id: str = "bbbbbbbb-0000-4000-8000-000000000001"
    status: str = "AUTHORISED"
    type: str = "ACCRECPAYMENT"
    number: str = "INV-0001"
    reference: str = ""
    updated: dt.datetime = NOON
    date: dt.date | None = _PAID
    contact: str = "Ngāti Trading"
    contact_id: str = "con-1"
    currency: str = "GBP"
    rate: Decimal | None = None
    amount: Decimal = Decimal("100.00")
    bank_amount: Decimal | None = None
    account_id: str = "acc-bank"
    account_code: str = ""


@dataclass(frozen=True)
class ABankDocument(AnInvoice):
    """Money spent in base currency: 100.00 on expenses."""

    id: str = "cccccccc-0000-4000-8000-000000000001"
    lines: Sequence[ALine] = (ALine(account_id="acc-travel", account_code="420"),)
    type: str = "SPEND"
    number: str = ""
    due_date: dt.date | None = None
    bank_account_id: str = "acc-bank"
    bank_account_code: str = ""


@dataclass(frozen=True)
class ATransfer:
    """50.00 from the company cards to the dollar account."""

    id: str = "dddddddd-0000-4000-8000-000000000001"
    status: str = "AUTHORISED"
    type: str = "TRANSFER"
    number: str = ""
    reference: str = ""
    updated: dt.datetime = NOON
    date: dt.date | None = _PAID
    contact: str = ""
    contact_id: str = ""
    currency: str = ""
    rate: Decimal | None = None
    amount: Decimal = Decimal("50.00")
    from_account_id: str = "acc-bank"
    from_account_code: str = ""
    to_account_id: str = "acc-dollar"
    to_account_code: str = "601"
    from_transaction_id: str = "tran-1"


@dataclass(frozen=True)
class ABalance:
    """One month of a budget's line."""

    period: str = "2026-10"
    amount: Decimal = Decimal("1000.00")
    notes: str = ""


@dataclass(frozen=True)
class ABudgetLine:
    """One account of a budget."""

    balances: Sequence[ABalance] = (ABalance(),)
    account_id: str = "acc-sales"
    account_code: str = "200"


@dataclass(frozen=True)
class ABudget:
    """A budget for the whole organisation."""

    id: str = "eeeeeeee-0000-4000-8000-000000000001"
    type: str = "OVERALL"
    description: str = "Plan 2026"
    updated: dt.datetime | None = None
    tracking: Sequence[ATag] = ()
    lines: Sequence[ABudgetLine] = (ABudgetLine(),)


@dataclass(frozen=True)
class AnAccount:
    """One account of the chart."""

    id: str
    code: str
    name: str
    type: str = "REVENUE"
    class_: str = "REVENUE"
    status: str = "ACTIVE"
    currency: str = ""
    tax_type: str = ""
    system_account: str = ""


@dataclass(frozen=True)
class AnOption:
    """One tracking option."""

    id: str
    name: str
    status: str = "ACTIVE"


@dataclass(frozen=True)
class ACategory:
    """One tracking category."""

    id: str
    name: str
    options: Sequence[AnOption] = field(default=())


CHART = (AnAccount("acc-sales", "200", "Sales"), AnAccount("acc-bank", "", "Company cards", "BANK", "ASSET"))
WIDER = (
    *CHART,
    AnAccount("acc-travel", "420", "Travel", "EXPENSE", "EXPENSE"),
    AnAccount("acc-dollar", "601", "Dollars", "BANK", "ASSET", currency="USD"),
    AnAccount("acc-cards", "602", "Credit card", "BANK", "LIABILITY"),
)
DEPARTMENT = ACategory("cat-dep", "Department", (AnOption("opt-it", "IT"), AnOption("opt-hr", "HR")))
MEMBERS = Members.of(CHART, (DEPARTMENT,))
WIDER_MEMBERS = Members.of(WIDER, (DEPARTMENT,))
