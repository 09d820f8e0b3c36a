"""Credit notes, money on bank accounts, journals and budgets: as the books have them, after a load and after edits."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from infra.local.demo import books, cells
from infra.local.demo.comparison import in_reach
from infra.local.demo.operator import Contents
from tests.workflows.rig import TRADE, Rig
from tests.workflows.run import Told

OTHERS = (
    "credit_notes",
    "prepayments",
    "overpayments",
    "bank_transactions",
    "bank_transfers",
    "manual_journals",
    "budgets",
)
COLLECTIONS = (
    "Accounts",
    "CreditNotes",
    "BankTransactions",
    "BankTransfers",
    "Overpayments",
    "Prepayments",
    "ManualJournals",
    "Budgets",
)
Fields = Mapping[str, Any]


@pytest.fixture(scope="module")
def _others(stage: Rig, first: object) -> Told:
    """The first load of all the other datasets; ``first`` has the lists in the model."""
    assert first
    stage.calm()
    return stage.run("UK", datasets=OTHERS)


def same_as_the_books(rig: Rig) -> set[str]:
    """Every dataset, month by month; those that there are."""
    said = wanted(rig, books_of(rig))
    lines = {name: {row["code"]: row["cells"] for row in rows} for name, rows in rig.model()["modules"].items()}
    held = wanted(rig, cells.amounts(Contents(members={}, lines=lines)))

    assert held == said
    return {place.dataset for place in said}


def books_of(rig: Rig) -> books.Amounts:
    tenant = rig.books("UK")
    return books.amounts("UK", {name: tenant[name].records() for name in COLLECTIONS})


def wanted(rig: Rig, amounts: books.Amounts) -> books.Amounts:
    near = in_reach(amounts, rig.settings.xero.budget_years)
    return {place: x for place, x in near.items() if place.entity == "UK" and place.dataset not in TRADE and x}


def test_everything_in_the_books_is_in_the_model_once(_others: Told, rig: Rig) -> None:  # noqa: PT019 - its answer is used
    """Over- and prepayments and transfers stand in two endpoints, and budgets in none that knows a delta."""
    assert _others.succeeded, _others.why
    assert same_as_the_books(rig) >= {*OTHERS} - {"budgets"}

    told = rig.run("UK", datasets=OTHERS)

    assert {told.results["UK", name]["rows_sent"] for name in OTHERS} == {0}


@pytest.mark.usefixtures("_others")
def test_edits_of_a_day_reach_the_model(rig: Rig) -> None:
    """A note is voided, a transfer deleted, a journal posted, a budget changed and another one deleted for good."""
    tenant = rig.books("UK")
    note = of(rig, "CreditNotes")[0]
    tenant.upsert("CreditNotes", [{"CreditNoteID": note["CreditNoteID"], "Status": "VOIDED"}])
    transfer = of(rig, "BankTransfers")[0]
    tenant.upsert("BankTransfers", [{"BankTransferID": transfer["BankTransferID"], "Status": "DELETED"}])
    draft = next(one for one in of(rig, "ManualJournals") if one["Status"] == "DRAFT")
    tenant.upsert("ManualJournals", [{"ManualJournalID": draft["ManualJournalID"], "Status": "POSTED"}])
    kept, gone = of(rig, "Budgets")
    tenant.upsert("Budgets", [{"BudgetID": kept["BudgetID"], "BudgetLines": kept["BudgetLines"][1:]}], touch=False)
    tenant.remove("Budgets", gone["BudgetID"])

    told = rig.run("UK", datasets=OTHERS)

    assert told.succeeded, told.why
    assert told.results["UK", "credit_notes"]["tombstones"] == len(note["LineItems"])
    assert told.results["UK", "bank_transfers"]["tombstones"] == 2
    assert "budgets" not in same_as_the_books(rig) or told.results["UK", "budgets"]["tombstones"] > 0


@pytest.mark.usefixtures("_others")
def test_an_allocation_changes_no_figure(rig: Rig) -> None:
    """The note and its invoice both move in Xero, and nothing may move in the model."""
    tenant, before = rig.books("UK"), amounts_of(rig)
    invoice = next(one for one in of(rig, "Invoices") if one["Status"] == "AUTHORISED")
    allocation = {"Amount": Decimal("1.00"), "Invoice": {"InvoiceID": invoice["InvoiceID"]}}
    for collection, id_field in (("CreditNotes", "CreditNoteID"), ("Overpayments", "OverpaymentID")):
        used = next(one for one in of(rig, collection) if one["Status"] != "VOIDED")
        tenant.upsert(collection, [{id_field: used[id_field], "Allocations": [allocation], "Status": "PAID"}])
    tenant.upsert("Invoices", [{"InvoiceID": invoice["InvoiceID"], "AmountCredited": Decimal("2.00")}])

    assert rig.run("UK", datasets=(*OTHERS, *TRADE)).succeeded
    assert amounts_of(rig) == before


def amounts_of(rig: Rig) -> dict[tuple[str, str], str]:
    """The base amount of every line of the model."""
    modules = rig.model()["modules"].items()
    return {(name, row["code"]): row["cells"]["Base amount"] for name, rows in modules for row in rows}


def of(rig: Rig, collection: str) -> list[Fields]:
    return list(rig.books("UK")[collection].records())
