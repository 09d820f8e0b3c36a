"""Every document of the demo firm agrees with its lines and refers to what exists."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from infra.local.firm import Organisation, organisations

Record = dict[str, Any]
CENT = Decimal("0.01")


def booked(document: Record) -> list[Record]:
    return [line for line in document["LineItems"] if "AccountID" in line]


def disagrees(document: Record) -> bool:
    lines = sum((line["LineAmount"] for line in booked(document)), Decimal(0))
    tax = sum((line["TaxAmount"] for line in booked(document)), Decimal(0))
    net = lines - tax if document["LineAmountTypes"] == "Inclusive" else lines
    return (document["SubTotal"], document["TotalTax"], document["Total"]) != (net, tax, net + tax)


def test_a_total_is_the_sum_of_its_lines(invoices: list[Record]) -> None:
    """The connector proves loads by totals; books that disagree with themselves would prove nothing."""
    assert [document["InvoiceID"] for document in invoices if disagrees(document)] == []


@given(seed=st.integers(0, 2**32), scale=st.sampled_from([0.0, 0.002, 0.02]))
@settings(max_examples=15, deadline=None)
def test_totals_agree_whatever_the_seed(seed: int, scale: float) -> None:
    """Agreement is how documents are made, not luck of one seed."""
    firm = organisations(scale=scale, seed=seed)

    assert not any(disagrees(document) for each in firm for document in each.collections["Invoices"])


def test_a_line_is_quantity_times_price_rounded_alone(invoices: list[Record]) -> None:
    """Xero rounds line by line, which is what makes foreign totals miss by a cent."""
    lines = [line for document in invoices for line in booked(document)]

    assert all(abs(line["Quantity"] * line["UnitAmount"] - line["LineAmount"]) <= CENT / 2 for line in lines)


def test_a_document_has_one_to_six_lines_and_no_negative_total(invoices: list[Record]) -> None:
    """Xero refuses an invoice below zero."""
    assert {len(document["LineItems"]) for document in invoices} == {1, 2, 3, 4, 5, 6}
    assert min(document["Total"] for document in invoices) >= 0


def test_a_line_names_an_account_that_exists(organisation: Organisation, invoices: list[Record]) -> None:
    """By id and by code, both of the same account."""
    accounts = {account["AccountID"]: account.get("Code") for account in organisation.collections["Accounts"]}
    lines = [line for document in invoices for line in booked(document)]

    assert all(accounts[line["AccountID"]] == line["AccountCode"] for line in lines)


def test_a_line_names_tracking_options_that_exist(organisation: Organisation, invoices: list[Record]) -> None:
    """At most one option of each category; none at all where the organisation tracks nothing."""
    options = {
        (category["TrackingCategoryID"], category["Name"], option["TrackingOptionID"], option["Name"])
        for category in organisation.collections["TrackingCategories"]
        for option in category["Options"]
    }
    tracked = [line["Tracking"] for document in invoices for line in document["LineItems"]]
    used = {(t["TrackingCategoryID"], t["Name"], t["TrackingOptionID"], t["Option"]) for each in tracked for t in each}

    assert used == options
    assert all(len({t["Name"] for t in each}) == len(each) <= 2 for each in tracked)


def test_a_contact_of_a_document_exists(organisation: Organisation, invoices: list[Record]) -> None:
    """Archived contacts included: documents outlive them."""
    contacts = {contact["ContactID"]: contact["Name"] for contact in organisation.collections["Contacts"]}

    assert all(contacts[each["Contact"]["ContactID"]] == each["Contact"]["Name"] for each in invoices)


def test_every_id_is_unique(firm: list[Organisation]) -> None:
    """Across both organisations: line keys of two entities meet in one Anaplan list."""
    documents = [each for organisation in firm for each in organisation.collections["Invoices"]]
    payments = [each["PaymentID"] for organisation in firm for each in organisation.collections["Payments"]]
    lines = [line["LineItemID"] for document in documents for line in document["LineItems"]]
    ids = [document["InvoiceID"] for document in documents] + payments + lines

    assert len(ids) == len(set(ids))


def test_a_sales_invoice_number_is_unique(invoices: list[Record]) -> None:
    """Xero demands it of ACCREC, and of ACCREC only."""
    sales = [each["InvoiceNumber"] for each in invoices if each["Type"] == "ACCREC"]
    bills = [each["InvoiceNumber"] for each in invoices if each["Type"] == "ACCPAY"]

    assert len(sales) == len(set(sales))
    assert len(bills) > len(set(bills))


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"])
@pytest.mark.parametrize("kind", ["ACCREC", "ACCPAY"])
def test_every_status_occurs(invoices: list[Record], kind: str, status: str) -> None:
    """A demo without a voided bill would never show a tombstone."""
    assert any((each["Type"], each["Status"]) == (kind, status) for each in invoices)
