"""Invoices, bills and credit notes: documents between us and a contact, in the document's currency."""

from msgspec import field

from ml_connector.xero.models.allocations import Allocation
from ml_connector.xero.models.base import Day, day, maybe, text
from ml_connector.xero.models.lined import LinedRecord


class _Due(LinedRecord, kw_only=True):
    """What has to be paid on a day."""

    type: str
    due_date: Day | None = None
    due_text: str | None = maybe("DueDateString")

    def __post_init__(self) -> None:
        """Read the dates; raises ValueError."""
        LinedRecord.__post_init__(self)
        self.due_date = day("DueDate", self.due_date, self.due_text)


class Invoice(_Due, kw_only=True):
    """A sales invoice (type ACCREC) or a bill (ACCPAY)."""

    id: str = field(name="InvoiceID")
    number: str = text("InvoiceNumber")


class CreditNote(_Due, kw_only=True):
    """What takes back a part of an invoice (type ACCRECCREDIT) or of a bill (ACCPAYCREDIT); its amounts are positive.

    An allocation moves no row; between two rates it realises a gain.
    """

    id: str = field(name="CreditNoteID")
    number: str = text("CreditNoteNumber")
    allocations: tuple[Allocation, ...] = ()
