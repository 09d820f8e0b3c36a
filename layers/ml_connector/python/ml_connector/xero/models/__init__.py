"""The parts of Xero's records that this package uses, read tolerantly.

Unknown fields are ignored, enumerations stay text because Xero adds values at any time, figures are Decimal, and what
is not essential may be missing: text is then empty. What would change a decision if it were missing is required.
"""

from ml_connector.xero.models.banking import BankTransaction, BankTransfer, Overpayment, Prepayment
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.models.budgets import Budget, BudgetLine
from ml_connector.xero.models.invoices import CreditNote, Invoice
from ml_connector.xero.models.journals import ManualJournal
from ml_connector.xero.models.lined import LineItem, Tracking
from ml_connector.xero.models.payments import Payment
from ml_connector.xero.models.reference import (
    Account,
    Contact,
    Currency,
    Organisation,
    TrackingCategory,
    TrackingOption,
)

__all__ = [
    "Account",
    "BankTransaction",
    "BankTransfer",
    "Budget",
    "BudgetLine",
    "Contact",
    "CreditNote",
    "Currency",
    "Invoice",
    "LineItem",
    "ManualJournal",
    "Organisation",
    "Overpayment",
    "Payment",
    "Prepayment",
    "Tracking",
    "TrackingCategory",
    "TrackingOption",
    "XeroRecord",
]
