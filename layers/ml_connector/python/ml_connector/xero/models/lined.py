"""What documents with lines have in common, and the lines."""

from decimal import Decimal

from pydantic import Field

from ml_connector.xero.models.base import Day, Moment, XeroRecord, key, maybe, text

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
    amount: Decimal = Field(default=_ZERO, validation_alias="LineAmount")
    tax: Decimal = Field(default=_ZERO, validation_alias="TaxAmount")
    tax_type: str = ""
    item_code: str = ""
    account_id: str = text("AccountID")
    account_code: str = ""
    tracking: tuple[Tracking, ...] = ()


class LinedRecord(XeroRecord):
    """A document with lines; its amounts have no sign, its type says which way they go.

    rate    units of the document's currency for one of the base currency: base = amount / rate
    """

    status: str
    updated: Moment = key("UpdatedDateUTC", "UpdatedDateUTCString")
    reference: str = ""
    contact: str = text("Contact.Name")
    contact_id: str = text("Contact.ContactID")
    date: Day | None = maybe("Date", "DateString")
    currency: str = text("CurrencyCode")
    rate: Decimal | None = maybe("CurrencyRate")
    line_amount_types: str = ""
    total: Decimal | None = None
    total_tax: Decimal | None = None
    lines: tuple[LineItem, ...] = Field(default=(), validation_alias="LineItems")

    @property
    def tax_inclusive(self) -> bool:
        """Whether the line amounts contain their tax."""
        return self.line_amount_types == "Inclusive"
