"""Invoices, bills and credit notes: documents between us and a contact, in the document's currency."""

from ml_connector.xero.models.allocations import Allocation
from ml_connector.xero.models.base import Day, key, maybe, text
from ml_connector.xero.models.lined import LinedRecord


class Invoice(LinedRecord):
    """A sales invoice (type ACCREC) or a bill (ACCPAY)."""

    id: str = key("InvoiceID")
    type: str
    number: str = text("InvoiceNumber")
    due_date: Day | None = maybe("DueDate", "DueDateString")


class CreditNote(LinedRecord):
    """What takes back a part of an invoice (type ACCRECCREDIT) or of a bill (ACCPAYCREDIT); its amounts are positive.

    An allocation moves no row; between two rates it realises a gain.
    """

    id: str = key("CreditNoteID")
    type: str
    number: str = text("CreditNoteNumber")
    due_date: Day | None = maybe("DueDate", "DueDateString")
    allocations: tuple[Allocation, ...] = ()
