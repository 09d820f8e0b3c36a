"""The two sides of the demo's comparison are each right by themselves, and agree only when they are equal."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.demo import books, cells
from infra.local.demo.books import Place
from infra.local.demo.comparison import compare
from infra.local.demo.operator import Contents

OCTOBER = "/Date(1792972800000+0000)/"
NET = Place("UK", "invoices", "2026-10", "net")
TAX = Place("UK", "invoices", "2026-10", "tax")


def an_invoice(**fields: Any) -> dict[str, Any]:
    plain = {"Type": "ACCREC", "Status": "AUTHORISED", "Date": OCTOBER, "Total": Decimal(120), "TotalTax": Decimal(20)}
    return plain | fields


def a_payment(**fields: Any) -> dict[str, Any]:
    return {"Status": "AUTHORISED", "Date": OCTOBER, "Amount": Decimal(50), "BankAmount": Decimal(40)} | fields


def a_model(**cells_: str) -> Contents:
    line = {"Entity": "UK", "Period": "Oct 26", "Base amount": "100", "Base tax": "20"} | cells_
    return Contents(members={}, lines={"Invoice lines": {"UK-1": line}, "Bill lines": {}, "Payment lines": {}})


def test_a_document_counts_net_and_tax_in_its_month() -> None:
    """Header totals, which no line of the connector reads alone."""
    assert books.amounts("UK", {"Invoices": [an_invoice()]}) == {NET: 100, TAX: 20}


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "VOIDED", "DELETED"])
def test_a_document_that_is_not_in_the_books_does_not_count(status: str) -> None:
    """Neither the ones to come nor the ones that are gone."""
    assert books.amounts("UK", {"Invoices": [an_invoice(Status=status)], "Payments": [a_payment(Status=status)]}) == {}


def test_a_foreign_document_is_divided_by_its_rate_total_and_tax_each() -> None:
    """120 / 1.29 is 93.02 and 20 / 1.29 is 15.50; what is left is the net."""
    found = books.amounts("UK", {"Invoices": [an_invoice(CurrencyRate=Decimal("1.29"))]})

    assert found == {NET: Decimal("77.52"), TAX: Decimal("15.50")}


def test_a_payment_without_a_rate_counts_as_its_bank_account_moved() -> None:
    """The invoice may be foreign although the payment does not say so."""
    place = Place("UK", "payments", "2026-10", "net")

    assert books.amounts("UK", {"Payments": [a_payment()]}) == {place: 40}
    assert books.amounts("UK", {"Payments": [a_payment(CurrencyRate=Decimal(2))]}) == {place: 25}


def spent(**fields: Any) -> dict[str, Any]:
    lines = [{"AccountID": "travel", "LineAmount": Decimal(12), "TaxAmount": Decimal(2)}, {"Description": "a remark"}]
    plain = {"Type": "SPEND", "Status": "AUTHORISED", "Date": OCTOBER, "LineAmountTypes": "Inclusive"}
    return plain | {"LineItems": lines} | fields


def test_credit_notes_take_back_and_so_does_their_money() -> None:
    """Their own totals and amounts are positive."""
    note, refund = an_invoice(Type="ACCRECCREDIT"), a_payment(CreditNote={})
    found = books.amounts("UK", {"CreditNotes": [note], "Payments": [refund]})

    assert found == {
        Place("UK", "credit_notes", "2026-10", "net"): -100,
        Place("UK", "credit_notes", "2026-10", "tax"): -20,
        Place("UK", "payments", "2026-10", "net"): -40,
    }


@pytest.mark.parametrize(("type_", "net"), [("SPEND", 10), ("RECEIVE", -10)])
def test_money_on_a_bank_account_counts_as_the_other_account_grows(type_: str, net: int) -> None:
    """A fare that is paid back makes travel smaller."""
    chart = [{"AccountID": "travel", "Class": "EXPENSE"}]
    found = books.amounts("UK", {"Accounts": chart, "BankTransactions": [spent(Type=type_)]})

    assert found[Place("UK", "bank_transactions", "2026-10", "net")] == net


def test_what_has_a_collection_of_its_own_counts_there_alone() -> None:
    """Xero shows it twice."""
    chart = [{"AccountID": "travel", "Class": "EXPENSE"}]
    twice = {"BankTransactions": [spent(Type="SPEND-PREPAYMENT")], "Prepayments": [spent(Type="SPEND-PREPAYMENT")]}
    found = books.amounts("UK", {"Accounts": chart, **twice})

    assert {place.dataset for place in found} == {"prepayments"}


def test_of_journals_the_debits_count_and_of_budgets_every_month() -> None:
    """With its credits a journal comes to nothing, and nothing agrees with everything."""
    lines = [{"LineAmount": Decimal(30)}, {"LineAmount": Decimal(-30)}]
    journal = {"Status": "POSTED", "Date": OCTOBER, "JournalLines": lines}
    budget = {"BudgetLines": [{"BudgetBalances": [{"Period": "2026-11", "Amount": Decimal(7)}]}]}
    found = books.amounts("UK", {"ManualJournals": [journal, journal | {"Status": "DRAFT"}], "Budgets": [budget]})

    assert found == {
        Place("UK", "manual_journals", "2026-10", "net"): 30,
        Place("UK", "budgets", "2026-11", "net"): 7,
    }


def test_cells_are_added_up_by_their_own_entity_and_period() -> None:
    """A blank cell is no amount."""
    assert cells.amounts(a_model()) == {NET: 100, TAX: 20}
    assert cells.amounts(a_model(**{"Base tax": ""})) == {NET: 100}


def test_a_line_without_a_period_is_not_lost() -> None:
    """It shows up as a difference instead."""
    assert cells.amounts(a_model(Period="")).keys() == {
        Place("UK", "invoices", "", "net"),
        Place("UK", "invoices", "", "tax"),
    }


amounts = st.dictionaries(
    st.builds(
        Place,
        entity=st.sampled_from(["UK", "NZ"]),
        dataset=st.sampled_from(["invoices", "bills"]),
        month=st.sampled_from(["2026-09", "2026-10"]),
        measure=st.sampled_from(["net", "tax"]),
    ),
    st.decimals(-100, 100, places=2),
    min_size=1,
)


@given(amounts)
def test_a_side_equals_itself(side: books.Amounts) -> None:
    """And every total is the sum of its months."""
    found = compare(side, side)

    assert found.equal
    assert sum(row.books for row in found.totals) == sum(side.values())


@given(amounts, st.data())
def test_any_amount_that_is_off_is_found_in_its_month_and_in_total(side: books.Amounts, data: st.DataObject) -> None:
    """Also by a cent, also where the other side has nothing."""
    place = data.draw(st.sampled_from(sorted(side)))
    other = {**side, place: side[place] + Decimal("0.01")}
    found = compare(side, other)

    assert not found.equal
    assert {(row.month, row.books - row.model) for row in found.differences} == {
        (place.month, Decimal("-0.01")),
        ("", Decimal("-0.01")),
    }


def test_months_that_cancel_out_are_still_different() -> None:
    """A total alone would hide a figure in the wrong month."""
    september, october = Place("UK", "bills", "2026-09", "net"), Place("UK", "bills", "2026-10", "net")
    found = compare({september: Decimal(5)}, {october: Decimal(5)})

    assert len(found.differences) == 2
    assert all(row.equal for row in found.totals)


def test_nothing_on_both_sides_is_no_proof() -> None:
    """An empty result never stands for agreement."""
    assert not compare({}, {}).equal
