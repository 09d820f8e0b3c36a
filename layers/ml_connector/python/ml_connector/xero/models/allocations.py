"""What of a credit note, an over- or a prepayment is set against which invoice or bill."""

from decimal import Decimal

from msgspec import field

from ml_connector.xero.models.base import Day, XeroRecord, day, maybe, text


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

    def __post_init__(self) -> None:
        """Read the date, and the amount under its other name; raises ValueError."""
        self.date = day("Date", self.date, self.date_text)
        self.amount = self.amount or self.applied or self.amount

    @property
    def invoice_id(self) -> str:
        """What it is set against."""
        return self.invoice.id
