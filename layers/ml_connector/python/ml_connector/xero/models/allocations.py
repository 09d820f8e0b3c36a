"""What of a credit note, an over- or a prepayment is set against which invoice or bill."""

from decimal import Decimal

from pydantic import AliasChoices, Field

from ml_connector.xero.models.base import Day, XeroRecord, maybe, text


class Allocation(XeroRecord):
    """One of them; it moves no figure of a row, so it may lack anything.

    amount   in the currency of both documents
    """

    amount: Decimal = Field(Decimal(0), validation_alias=AliasChoices("Amount", "AppliedAmount"))
    date: Day | None = maybe("Date", "DateString")
    invoice_id: str = text("Invoice.InvoiceID")
    is_deleted: bool = False
