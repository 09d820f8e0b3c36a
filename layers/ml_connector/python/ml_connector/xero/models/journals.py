"""Manual journals: what an accountant posts by hand, in base currency, debit positive and credit negative."""

from typing import ClassVar

from pydantic import Field

from ml_connector.xero.models.base import Day, Moment, XeroRecord, key, text
from ml_connector.xero.models.lined import LineItem


class ManualJournal(XeroRecord):
    """One journal. Xero gives its lines no ids, and it no number: its narration is what people know it by."""

    id: str = key("ManualJournalID")
    status: str
    updated: Moment = key("UpdatedDateUTC", "UpdatedDateUTCString")
    reference: str = text("Narration")
    date: Day | None = None
    line_amount_types: str = ""
    lines: tuple[LineItem, ...] = Field(default=(), validation_alias="JournalLines")
    type: ClassVar[str] = "MANJOURNAL"
    number: ClassVar[str] = ""
    contact: ClassVar[str] = ""
    contact_id: ClassVar[str] = ""
    currency: ClassVar[str] = ""
    rate: ClassVar[None] = None
    due_date: ClassVar[None] = None
    total: ClassVar[None] = None
    total_tax: ClassVar[None] = None

    @property
    def tax_inclusive(self) -> bool:
        """Whether the line amounts contain their tax."""
        return self.line_amount_types == "Inclusive"
