"""What documents with lines have in common, and the lines."""

from collections.abc import Iterable
from decimal import Decimal
from typing import ClassVar

from msgspec import field

from ml_connector.xero.models.base import Day, Moment, Party, XeroRecord, at, day, finite, maybe, moment, text

_ZERO = Decimal(0)


class Tracking(XeroRecord):
    """One tracking value on a line. Some answers carry the names and no id."""

    category: str = text("Name")
    option: str = ""
    option_id: str = text("TrackingOptionID")


class LineItem(XeroRecord):
    """One line of a document. A mere remark has neither account nor amount."""

    id: str = text("LineItemID")
    description: str = ""
    quantity: Decimal | None = None
    unit_amount: Decimal | None = None
    amount: Decimal = field(name="LineAmount", default=_ZERO)
    tax: Decimal = field(name="TaxAmount", default=_ZERO)
    tax_type: str = ""
    item_code: str = ""
    account_id: str = text("AccountID")
    account_code: str = ""
    tracking: tuple[Tracking, ...] = ()


def sum_of(lines: Iterable[LineItem]) -> Decimal:
    """Not finite if one of their figures is not."""
    try:
        return sum([line.amount + line.tax for line in lines], _ZERO)
    except ArithmeticError:  # of NaN that signals
        return Decimal("NaN")


class LinedRecord(XeroRecord, kw_only=True):
    """A document with lines; its amounts have no sign, its type says which way they go.

    rate    units of the document's currency for one of the base currency: base = amount / rate
    """

    status: str
    updated: Moment = maybe("UpdatedDateUTC")
    updated_text: str | None = maybe("UpdatedDateUTCString")
    reference: str = ""
    party: Party = field(name="Contact", default_factory=Party)
    date: Day | None = None
    date_text: str | None = maybe("DateString")
    currency: str = text("CurrencyCode")
    rate: Decimal | None = maybe("CurrencyRate")
    line_amount_types: str = ""
    total: Decimal | None = None
    total_tax: Decimal | None = None
    lines: tuple[LineItem, ...] = field(name="LineItems", default=())
    contact: ClassVar[str] = at("party.name")
    contact_id: ClassVar[str] = at("party.id")

    def __post_init__(self) -> None:
        """Read the dates, look at the figures; raises ValueError."""
        finite(self.total, self.total_tax, self.rate, sum_of(self.lines))
        self.updated = moment("UpdatedDateUTC", self.updated, self.updated_text)
        self.date = day("Date", self.date, self.date_text)

    @property
    def tax_inclusive(self) -> bool:
        """Whether the line amounts contain their tax."""
        return self.line_amount_types == "Inclusive"
