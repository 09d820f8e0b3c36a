"""Manual journals: what an accountant posts by hand, in base currency, debit positive and credit negative."""

from typing import ClassVar

from msgspec import field

from ml_connector.xero.models.base import Day, Moment, XeroRecord, day, finite, maybe, moment, text
from ml_connector.xero.models.lined import LineItem, sum_of


class ManualJournal(XeroRecord, kw_only=True):
    """One journal. Xero gives its lines no ids, and it no number: its narration is what people know it by."""

    id: str = field(name="ManualJournalID")
    status: str
    updated: Moment = maybe("UpdatedDateUTC")
    updated_text: str | None = maybe("UpdatedDateUTCString")
    reference: str = text("Narration")
    date: Day | None = None
    line_amount_types: str = ""
    lines: tuple[LineItem, ...] = field(name="JournalLines", default=())
    type: ClassVar[str] = "MANJOURNAL"
    number: ClassVar[str] = ""
    contact: ClassVar[str] = ""
    contact_id: ClassVar[str] = ""
    currency: ClassVar[str] = ""
    rate: ClassVar[None] = None
    due_date: ClassVar[None] = None
    total: ClassVar[None] = None
    total_tax: ClassVar[None] = None

    def __post_init__(self) -> None:
        """Read the dates, look at the figures; raises ValueError."""
        finite(sum_of(self.lines))
        self.updated = moment("UpdatedDateUTC", self.updated, self.updated_text)
        self.date = day("Date", self.date)

    @property
    def tax_inclusive(self) -> bool:
        """Whether the line amounts contain their tax."""
        return self.line_amount_types == "Inclusive"
