"""What the records of each dataset are read as."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.banking import BankTransaction, BankTransfer, Overpayment, Prepayment
from ml_connector.xero.models.base import XeroRecord
from ml_connector.xero.models.budgets import Budget
from ml_connector.xero.models.invoices import CreditNote, Invoice
from ml_connector.xero.models.journals import ManualJournal
from ml_connector.xero.models.payments import Payment
from ml_connector.xero.models.reference import Account, Contact, Currency, Organisation, TrackingCategory
from ml_connector.xero.reading import records

MODELS: Mapping[str, type[XeroRecord]] = MappingProxyType(
    {
        "organisation": Organisation,
        "currencies": Currency,
        "accounts": Account,
        "tracking_categories": TrackingCategory,
        "contacts": Contact,
        "invoices": Invoice,
        "bills": Invoice,
        "credit_notes": CreditNote,
        "prepayments": Prepayment,
        "overpayments": Overpayment,
        "payments": Payment,
        "bank_transactions": BankTransaction,
        "bank_transfers": BankTransfer,
        "manual_journals": ManualJournal,
        "budgets": Budget,
    }
)


def records_of(dataset: str, body: bytes) -> list[Any]:
    """The records of one page of a dataset, as ``records`` gives them."""
    return [*records(body, ENDPOINTS[dataset].key, MODELS[dataset])]
