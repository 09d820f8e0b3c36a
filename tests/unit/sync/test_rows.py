"""Every dataset from Xero's own shapes to rows."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from ml_connector.datasets import DATASETS
from ml_connector.sync.budgets import BudgetWindow
from ml_connector.sync.facts import FactRow, Refusal
from ml_connector.sync.members import Members
from ml_connector.sync.rows import maker
from ml_connector.xero.datasets import records_of
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.reference import Account, TrackingCategory
from ml_connector.xero.reading import records

from infra.local.firm import Organisation, organisations
from infra.local.firm.folder import as_json

FACTS = [name for name, dataset in DATASETS.items() if dataset.kind == "fact"]


@pytest.fixture(scope="module")
def firm() -> list[Organisation]:
    """The demo firm in small."""
    return organisations(scale=0.05)


def read(organisation: Organisation, dataset: str) -> list[Any]:
    endpoint = ENDPOINTS[dataset]
    found = organisation.collections[endpoint.key]
    kind = {"invoices": "ACCREC", "bills": "ACCPAY"}.get(dataset)
    wanted = [one for one in found if kind in (None, one.get("Type"))]
    return records_of(dataset, as_json(endpoint.key, wanted).encode())


def mapped(organisation: Organisation, dataset: str) -> Iterator[tuple[list[FactRow], list[Refusal]]]:
    base = organisation.collections["Organisations"][0]["BaseCurrency"]
    key = ENDPOINTS["tracking_categories"].key
    categories = records(json.dumps({key: organisation.collections[key]}).encode(), key, TrackingCategory)
    accounts = records(as_json("Accounts", organisation.collections["Accounts"]).encode(), "Accounts", Account)
    members = Members.of(accounts, categories)  # type: ignore[arg-type] # all of them can be read
    make = maker(dataset, "UK", base, members, "document", DATASETS)
    for document in read(organisation, dataset):
        one = BudgetWindow(document, 2026) if dataset == "budgets" else document
        yield make.rows(one, make.header(one))


@pytest.mark.parametrize("entity", [0, 1], ids=["UK", "NZ"])
@pytest.mark.parametrize("dataset", FACTS)
def test_every_document_of_the_firm_gives_rows_on_known_members(
    firm: list[Organisation], dataset: str, entity: int
) -> None:
    """What Xero answers is what the rows are made of, in both organisations."""
    found = list(mapped(firm[entity], dataset))

    assert any(rows for rows, _ in found)
    assert [refusal.reason for _, refusals in found for refusal in refusals] == []
    assert all(row.account_id for rows, _ in found for row in rows)


@pytest.mark.parametrize("dataset", ["bank_transfers", "manual_journals"])
def test_journals_and_transfers_add_up_to_nothing(firm: list[Organisation], dataset: str) -> None:
    """Both sides of the entry are loaded."""
    for rows, _ in mapped(firm[0], dataset):
        assert sum((row.base_amount for row in rows), Decimal(0)) == 0


def test_over_and_prepayments_and_transfers_are_in_two_endpoints_and_count_once(firm: list[Organisation]) -> None:
    """The firm has each of them twice, as Xero does."""
    twice = {one.id for name in ("overpayments", "prepayments") for one in read(firm[0], name)}
    counted = {row.header.document_id for rows, _ in mapped(firm[0], "bank_transactions") for row in rows}

    assert twice <= {one.id for one in read(firm[0], "bank_transactions")}
    assert twice.isdisjoint(counted)
    assert not any(
        "TRANSFER" in r.header.document_type for rows, _ in mapped(firm[0], "bank_transactions") for r in rows
    )
