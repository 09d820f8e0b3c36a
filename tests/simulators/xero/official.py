"""The official client, xero-python, pointed at a simulator whose books have a record of every kind."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xero_python.accounting import AccountingApi
from xero_python.api_client import ApiClient
from xero_python.identity import IdentityApi

from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.simulator import XeroSimulator
from infra.local.vendors.xero.wire import dates
from tests.simulators.xero.books import BEGUN, Fields, account, books, category, contact, invoice, made_id, payment

EXPIRED = 1.0  # long ago, so that the client refreshes first


def document(id_field: str, kind: str, **other: Any) -> Fields:
    """A document of a kind that has lines."""
    line = {"LineItemID": made_id(3, 1), "LineAmount": Decimal("10.50"), "AccountCode": "001", "Tracking": []}
    return {
        id_field: made_id(12, 1),
        "Type": kind,
        "Contact": {"ContactID": made_id(2, 1)},
        "Date": dates.stamp(BEGUN),
        "Status": "AUTHORISED",
        "LineAmountTypes": "Exclusive",
        "LineItems": [line],
        "Total": Decimal("10.50"),
        "CurrencyCode": "GBP",
        **other,
    }


BOOKS = books(
    Accounts=[account(n) for n in range(1, 4)],
    Contacts=[contact(n) for n in range(3)],
    Currencies=[{"Code": "GBP", "Description": "British Pound"}],
    TrackingCategories=[category(1, "North", "South"), category(2, "A", Status="ARCHIVED")],
    Invoices=[invoice(n) for n in range(1, 251)],
    Payments=[payment(n) for n in range(1, 4)],
    CreditNotes=[document("CreditNoteID", "ACCPAYCREDIT")],
    BankTransactions=[document("BankTransactionID", "SPEND", BankAccount={"AccountID": made_id(5, 1)})],
    BankTransfers=[
        {
            "BankTransferID": made_id(13, 1),
            "FromBankAccount": {"AccountID": made_id(5, 1)},
            "ToBankAccount": {"AccountID": made_id(5, 2)},
            "Amount": Decimal("5.00"),
            "Date": dates.stamp(BEGUN),
        }
    ],
    Overpayments=[document("OverpaymentID", "RECEIVE-OVERPAYMENT")],
    Prepayments=[document("PrepaymentID", "SPEND-PREPAYMENT")],
    ManualJournals=[
        {
            "ManualJournalID": made_id(11, 1),
            "Narration": "Accrual",
            "Date": dates.stamp(BEGUN),
            "Status": "POSTED",
            "JournalLines": [
                {"LineAmount": amount, "AccountCode": "001"} for amount in (Decimal("5.5"), Decimal("-5.5"))
            ],
        }
    ],
    Budgets=[{"BudgetID": made_id(8, 1), "Type": "OVERALL", "Description": "Plan"}],
)


@dataclass
class Official:
    """The official client, pointed at a simulator."""

    running: Running[XeroSimulator]
    client: ApiClient
    tokens: list[dict[str, Any]]

    @property
    def accounting(self) -> Any:
        return AccountingApi(self.client, base_url=f"{self.running.url}/api.xro/2.0")

    @property
    def identity(self) -> Any:
        return IdentityApi(self.client, base_url=self.running.url)
