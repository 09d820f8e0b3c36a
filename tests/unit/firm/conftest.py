from decimal import Decimal
from typing import Any

import pytest

from infra.local.firm import Organisation, organisations


@pytest.fixture(scope="session")
def firm() -> list[Organisation]:
    """The whole demo firm, built once: it is never changed by a test."""
    return organisations()


@pytest.fixture(params=[0, 1], ids=["UK", "NZ"])
def organisation(request: pytest.FixtureRequest, firm: list[Organisation]) -> Organisation:
    number: int = request.param
    return firm[number]


@pytest.fixture
def invoices(organisation: Organisation) -> list[dict[str, Any]]:
    return organisation.collections["Invoices"]


@pytest.fixture
def payments(organisation: Organisation) -> list[dict[str, Any]]:
    return [payment for payment in organisation.collections["Payments"] if "Invoice" in payment]


@pytest.fixture
def paid(payments: list[dict[str, Any]]) -> dict[str, Decimal]:
    """What was paid on each InvoiceID, deleted payments left out."""
    sums: dict[str, Decimal] = {}
    for payment in payments:
        if payment["Status"] == "AUTHORISED":
            invoice_id = payment["Invoice"]["InvoiceID"]
            sums[invoice_id] = sums.get(invoice_id, Decimal(0)) + payment["Amount"]
    return sums
