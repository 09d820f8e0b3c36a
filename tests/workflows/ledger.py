"""Small books of organisations that one test makes up for itself."""

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from infra.local.vendors.xero.books.organisation import GivenBooks
from tests.simulators.xero.books import account, invoice
from tests.simulators.xero.books import books as books_of
from tests.workflows.stage_settings import tenant_of

SALES, BANK = account(200), account(1, Type="BANK", Class="ASSET")


def sales(number: int, **other: Any) -> dict[str, Any]:
    """A sales invoice of 10.50, 2.10 tax on top; ids are in another order than updates, as at Xero."""
    return invoice(number, InvoiceID=str(uuid5(NAMESPACE_URL, f"invoice {number}")), **other)


def small_books(code: str, invoices: int = 3, **collections: list[dict[str, Any]]) -> GivenBooks:
    """The books of a spare entity: an account for sales, one of a bank, and so many invoices."""
    documents = {"Invoices": [sales(number) for number in range(1, invoices + 1)]}
    return books_of(tenant_of(code), f"Spare {code}", **{"Accounts": [SALES, BANK], **documents, **collections})
