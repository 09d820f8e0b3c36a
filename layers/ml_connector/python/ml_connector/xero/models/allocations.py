"""What of a credit note, an over- or a prepayment is set against which invoice or bill."""

from decimal import Decimal
from typing import ClassVar

from msgspec import field

from ml_connector.xero.models.base import Day, XeroRecord, at, day, finite, maybe, text


class _Against(XeroRecord):
    id: str = text("InvoiceID")


class Allocation(XeroRecord):
    """One of them; it moves no figure of a row, so it may lack anything.

    amount   in the currency of both documents
    """

    amount: Decimal = Decimal(0)
    applied: Decimal | None = maybe("AppliedAmount")
    date: Day | None = None
    date_text: str | None = maybe("DateString")
    invoice: _Against = field(default_factory=_Against)
    is_deleted: bool = False
    invoice_id: ClassVar[str] = at("invoice.id")

    def __post_init__(self) -> None:
        """Read the date, and the amount under its other name; raises ValueError."""
        finite(self.amount, self.applied)
        self.date = day("Date", self.date, self.date_text)
        self.amount = self.amount or self.applied or self.amount
