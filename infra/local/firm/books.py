"""The two organisations of Harbour & Vale: what differs between them, as plain figures.

Knows tenant ids, tax types and currencies; refuses to know how a document is made.
Source of the tax types: Xero, Accounting API types, TaxTypes by country.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal


@dataclass(frozen=True)
class Tax:
    type: str
    rate: Decimal


@dataclass(frozen=True)
class Category:
    """A tracking category; `closed` is the one option archived since."""

    name: str
    options: tuple[str, ...]
    closed: str | None = None


@dataclass(frozen=True)
class Books:
    tenant_id: str
    name: str
    country: str
    base_currency: str
    timezone: str
    short_code: str
    tax_number: str
    opens: timedelta  # when the office opens, counted from midnight UTC of the local day
    foreign: Mapping[str, float]  # currency -> units for one of the base currency, about
    sales_taxes: Mapping[str, Tax]  # tax kind -> tax
    purchase_taxes: Mapping[str, Tax]
    categories: tuple[Category, ...]
    invoices: int
    bills: int
    number_prefix: str
    contacts: int


_NONE = Tax("NONE", Decimal(0))
_GB_SALES = {
    "standard": Tax("OUTPUT2", Decimal("0.20")),
    "reduced": Tax("RROUTPUT", Decimal("0.05")),
    "zero": Tax("ZERORATEDOUTPUT", Decimal(0)),
    "none": _NONE,
}
_GB_PURCHASES = {
    "standard": Tax("INPUT2", Decimal("0.20")),
    "reduced": Tax("RRINPUT", Decimal("0.05")),
    "zero": Tax("ZERORATEDINPUT", Decimal(0)),
    "none": _NONE,
}
_NZ_SALES = {
    "standard": Tax("OUTPUT2", Decimal("0.15")),
    "reduced": Tax("OUTPUT2", Decimal("0.15")),
    "zero": Tax("ZERORATED", Decimal(0)),
    "none": _NONE,
}
_NZ_PURCHASES = {**_NZ_SALES, "standard": Tax("INPUT2", Decimal("0.15")), "reduced": Tax("INPUT2", Decimal("0.15"))}

_DEPARTMENT = Category(
    "Department",
    ("Design", "Engineering", "Planning & Consents", "Büro Zürich", "Finance, IT and Legal", "People 🌱"),
)
_REGION = Category(
    "Region",
    ("London & South East", "North of England", "Scotland", "東京 & Asia-Pacific", "Éire (closed)"),
    closed="Éire (closed)",
)

UK = Books(
    tenant_id="a1f0c7de-0001-4000-8000-00000000c0de",
    name="Harbour & Vale Ltd",
    country="GB",
    base_currency="GBP",
    timezone="GMTSTANDARDTIME",
    short_code="!hvUK1",
    tax_number="GB000000100",
    opens=timedelta(hours=8),
    foreign={"USD": 1.29, "EUR": 1.16},
    sales_taxes=_GB_SALES,
    purchase_taxes=_GB_PURCHASES,
    categories=(_DEPARTMENT, _REGION),
    invoices=1300,
    bills=1100,
    number_prefix="INV-",
    contacts=120,
)

NZ = Books(
    tenant_id="a1f0c7de-0002-4000-8000-00000000c0de",
    name="Harbour & Vale (NZ) Limited",
    country="NZ",
    base_currency="NZD",
    timezone="NEWZEALANDSTANDARDTIME",
    short_code="!hvNZ1",
    tax_number="000-000-200",
    opens=timedelta(hours=-4),  # so that a document's stamp is often of the day before its date
    foreign={"AUD": 0.92, "USD": 0.6},
    sales_taxes=_NZ_SALES,
    purchase_taxes=_NZ_PURCHASES,
    categories=(),
    invoices=350,
    bills=300,
    number_prefix="HVNZ-",
    contacts=48,
)
