"""What was paid agrees with the documents."""

from decimal import Decimal
from typing import Any

from infra.local.firm import Organisation

Record = dict[str, Any]


def milliseconds(ticks: str) -> int:
    return int(ticks.removeprefix("/Date(").removesuffix("+0000)/"))


def test_payments_never_exceed_their_document(invoices: list[Record], paid: dict[str, Decimal]) -> None:
    """And AmountPaid is their sum, so either may be checked against the other."""
    assert all(each["AmountPaid"] == paid.get(each["InvoiceID"], 0) for each in invoices)
    assert all(each["AmountPaid"] <= each["Total"] for each in invoices)


def test_what_is_due_is_what_is_not_paid(invoices: list[Record]) -> None:
    """Or credited. Nothing is due on a voided or deleted document, though it keeps its total."""
    gone = [each for each in invoices if each["Status"] in {"VOIDED", "DELETED"}]
    live = [each for each in invoices if each["Status"] not in {"VOIDED", "DELETED"}]

    assert all(each["AmountDue"] == each["Total"] - each["AmountPaid"] - each["AmountCredited"] for each in live)
    assert all(each["AmountDue"] == each["AmountPaid"] == 0 for each in gone)


def test_a_document_is_paid_when_nothing_is_due(invoices: list[Record]) -> None:
    """PAID, nothing due and FullyPaidOnDate come together, and the date is the last payment's."""
    approved = [each for each in invoices if each["Status"] in {"AUTHORISED", "PAID"}]
    last = {each["InvoiceID"]: max((p["Date"] for p in each["Payments"]), default=each["Date"]) for each in approved}

    assert all((each["Status"] == "PAID") == (each["AmountDue"] == 0) for each in approved)
    assert all(("FullyPaidOnDate" in each) == (each["Status"] == "PAID") for each in invoices)
    assert all(each["FullyPaidOnDate"] == last[each["InvoiceID"]] for each in approved if each["Status"] == "PAID")


def test_a_payment_is_listed_in_its_document(invoices: list[Record], payments: list[Record]) -> None:
    """Deleted ones are in Payments only."""
    nested = {payment["PaymentID"]: each["InvoiceID"] for each in invoices for payment in each["Payments"]}
    live = {each["PaymentID"]: each["Invoice"]["InvoiceID"] for each in payments if each["Status"] == "AUTHORISED"}

    assert nested == live
    assert any(each["Status"] == "DELETED" for each in payments)


def test_a_payment_moves_the_stamp_of_its_document(invoices: list[Record], payments: list[Record]) -> None:
    """As in Xero: a delta that shows the payment shows the document."""
    stamps = {each["InvoiceID"]: milliseconds(each["UpdatedDateUTC"]) for each in invoices}

    assert all(milliseconds(each["UpdatedDateUTC"]) <= stamps[each["Invoice"]["InvoiceID"]] for each in payments)


def test_some_are_part_paid_and_most_old_ones_are_paid(invoices: list[Record]) -> None:
    """Believable books: the older half of what was approved is mostly settled."""
    approved = [each for each in invoices if each["Status"] in {"AUTHORISED", "PAID"}]
    older = sorted(approved, key=lambda each: str(each["DateString"]))[: len(approved) // 2]

    assert any(0 < each["AmountPaid"] < each["Total"] for each in approved)
    assert sum(each["Status"] == "PAID" for each in older) > 0.85 * len(older)


def test_a_payment_is_made_from_a_bank_account(organisation: Organisation, payments: list[Record]) -> None:
    """One of them has no code; BankAmount is in the bank's currency."""
    banks = {each["AccountID"]: each for each in organisation.collections["Accounts"] if each["Type"] == "BANK"}

    assert any("Code" not in each["Account"] for each in payments)
    for each in payments:
        same = banks[each["Account"]["AccountID"]]["CurrencyCode"] == each["Invoice"]["CurrencyCode"]
        expected = each["Amount"] if same else each["Amount"] / each["CurrencyRate"]
        assert abs(each["BankAmount"] - expected) <= Decimal("0.005")
