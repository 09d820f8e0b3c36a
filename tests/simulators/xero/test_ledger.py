"""What every kind of document posts. Source: double entry, as seen on a real Xero ledger."""

from typing import Any

import pytest

from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.ledgers import IDS, document, id_of, journal, ledger_books, line, moved, paid

JAN, FEB = "2026-01-31", "2026-02-28"
BANK, OTHER_BANK = {"AccountID": id_of("090")}, {"AccountID": id_of("091")}


def money(kind: str, *lines: Fields, tax: str = "0.00", **other: Any) -> Fields:
    """A bank transaction."""
    return document(1, list(lines), tax, Type=kind, BankTransactionID=made_id(12, 1), BankAccount=BANK, **other)


@pytest.mark.parametrize(
    ("collection", "record", "expected"),
    [
        (
            "Invoices",
            document(1, [line("200", "100.00", "20.00"), line("200", "-10.00")], "20.00"),
            {"610": "110.00", "200": "-90.00", "820": "-20.00"},
        ),
        (
            "Invoices",
            document(
                1, [line("400", "120.00", "20.00")], "20.00", Total=120, LineAmountTypes="Inclusive", Type="ACCPAY"
            ),
            {"800": "-120.00", "400": "100.00", "820": "20.00"},
        ),
        (
            "CreditNotes",
            document(1, [line("200", "50.00", "10.00")], "10.00", Type="ACCRECCREDIT", CreditNoteID=made_id(9, 1)),
            {"610": "-60.00", "200": "50.00", "820": "10.00"},
        ),
        (
            "CreditNotes",
            document(1, [line("400", "50.00")], Type="ACCPAYCREDIT", CreditNoteID=made_id(9, 1)),
            {"800": "50.00", "400": "-50.00"},
        ),
        ("BankTransactions", money("SPEND", line("400", "7.50")), {"090": "-7.50", "400": "7.50"}),
        (
            "BankTransactions",
            money("RECEIVE", line("200", "5.00", "1.00"), tax="1.00"),
            {"090": "6.00", "200": "-5.00", "820": "-1.00"},
        ),
        ("BankTransactions", money("RECEIVE-OVERPAYMENT", {"LineAmount": 9}), {"090": "9.00", "610": "-9.00"}),
        ("BankTransactions", money("SPEND-PREPAYMENT", line("620", "9.00")), {"090": "-9.00", "620": "9.00"}),
        ("BankTransactions", money("SPEND-TRANSFER", line("091", "9.00")), {}),
        (
            "BankTransfers",
            {
                "BankTransferID": made_id(13, 1),
                "FromBankAccount": BANK,
                "ToBankAccount": OTHER_BANK,
                "Amount": 5,
                "Date": "2026-01-15",
            },
            {"090": "-5.00", "091": "5.00"},
        ),
        ("ManualJournals", journal(1, line("400", "3.00"), line("620", "-3.00")), {"400": "3.00", "620": "-3.00"}),
        (
            "ManualJournals",
            journal(1, line("400", "3.00", "0.60"), line("620", "-3.60"), LineAmountTypes="Exclusive"),
            {"400": "3.00", "820": "0.60", "620": "-3.60"},
        ),
    ],
)
def test_a_document_posts_its_lines_against_its_control_account(
    serve: Serve, collection: str, record: Fields, expected: dict[str, str]
) -> None:
    """Sales debit receivables, bills credit payables, money moves the bank, transfers count once."""
    client = serve(ledger_books(**{collection: [record]}))

    assert moved(client, JAN) == expected


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED", "DELETED", "VOIDED"])
def test_what_is_not_approved_or_taken_back_does_not_count(serve: Serve, status: str) -> None:
    """It stays in the lists all the same."""
    client = serve(ledger_books(Invoices=[document(1, [line("200", "5.00")], Status=status)]))

    assert moved(client, JAN) == {}


def test_a_foreign_document_is_converted_as_a_whole_and_its_last_line_takes_the_rest(serve: Serve) -> None:
    """Total and tax are converted; three lines of 3.33 at a rate of 2 would be 5.01 one by one."""
    lines = [line("200", "3.33") for _ in range(3)]
    client = serve(ledger_books(Invoices=[document(1, lines, "1.01", CurrencyCode="USD", CurrencyRate=2)]))

    # 11.00 / 2 = 5.50, tax 0.505 -> 0.51, lines 1.67 + 1.67 + what is left
    assert moved(client, JAN) == {"610": "5.50", "820": "-0.51", "200": "-4.99"}


def test_a_cent_that_the_lines_lack_is_on_the_rounding_account(serve: Serve) -> None:
    """A bill of 71.43 whose net and tax are 71.42."""
    bill = document(1, [line("400", "63.20", "8.22")], "8.22", Type="ACCPAY", Total=71.43)
    client = serve(ledger_books(Invoices=[bill]))

    assert moved(client, JAN) == {"800": "-71.43", "400": "63.20", "820": "8.22", "860": "0.01"}


def test_a_payment_at_another_rate_realises_a_gain(serve: Serve) -> None:
    """The control account gives what it took; the bank has what it got."""
    sale = document(1, [line("200", "100.00")], CurrencyCode="USD", CurrencyRate=2)
    client = serve(ledger_books(Invoices=[sale], Payments=[paid(1, "100.00", "52.50")]))

    assert moved(client, FEB) == {"090": "52.50", "610": "-50.00", "499": "-2.50"}


def test_a_payment_to_a_foreign_bank_account_is_worth_what_its_own_rate_says(serve: Serve) -> None:
    """BankAmount is then in the bank's currency."""
    sale = document(1, [line("200", "100.00")], CurrencyCode="USD", CurrencyRate=2)
    client = serve(ledger_books(Invoices=[sale], Payments=[paid(1, "100.00", "100.00", CurrencyRate=2.5)]))
    client.edit("Accounts", {"AccountID": id_of("090"), "CurrencyCode": "USD"})

    assert moved(client, FEB) == {"090": "40.00", "610": "-50.00", "499": "10.00"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("ACCPAYPAYMENT", {"090": "-5.00", "800": "5.00"}),
        ("ARCREDITPAYMENT", {"090": "-5.00", "610": "5.00"}),
        ("APCREDITPAYMENT", {"090": "5.00", "800": "-5.00"}),
        ("AROVERPAYMENTPAYMENT", {"090": "-5.00", "610": "5.00"}),
        ("APPREPAYMENTPAYMENT", {"090": "5.00", "800": "-5.00"}),
    ],
)
def test_a_payment_moves_the_account_of_what_is_paid(serve: Serve, kind: str, expected: dict[str, str]) -> None:
    """Refunds go the other way."""
    client = serve(ledger_books(Payments=[paid(1, "5.00", "5.00", PaymentType=kind)]))

    assert moved(client, FEB) == expected


def test_a_deleted_payment_gives_back_what_it_took(serve: Serve) -> None:
    """And an invoice whose rate is corrected takes its payments with it."""
    sale = document(1, [line("200", "100.00")], CurrencyCode="USD", CurrencyRate=2)
    client = serve(ledger_books(Invoices=[sale], Payments=[paid(1, "100.00", "50.00")]))

    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "CurrencyRate": 4})
    assert moved(client, FEB) == {"090": "50.00", "610": "-25.00", "499": "-25.00"}

    client.edit("Payments", {"PaymentID": made_id(4, 1), "Status": "DELETED"})
    assert moved(client, FEB) == {}


def test_a_credit_note_set_against_an_invoice_of_another_rate_realises_a_gain(serve: Serve) -> None:
    """Otherwise the allocation moves nothing: both are on the same account."""
    allocation = {"Amount": 10, "Date": "2026-02-02", "Invoice": {"InvoiceID": made_id(1, 1)}}
    sale = document(1, [line("200", "100.00")], CurrencyRate=2)
    note = document(2, [line("200", "10.00")], Type="ACCRECCREDIT", CreditNoteID=made_id(9, 1), CurrencyRate=4)
    client = serve(ledger_books(Invoices=[sale], CreditNotes=[note | {"Allocations": [allocation]}]))

    assert moved(client, FEB) == {"610": "-2.50", "499": "2.50"}


def test_a_prepayment_set_against_an_invoice_leaves_the_account_it_was_kept_on(serve: Serve) -> None:
    """In proportion, tax included."""
    allocation = {"Amount": 60, "Date": "2026-02-02", "Invoice": {"InvoiceID": made_id(1, 9)}}
    fields: Fields = {"Type": "RECEIVE-PREPAYMENT", "PrepaymentID": made_id(9, 1), "Allocations": [allocation]}
    client = serve(ledger_books(Prepayments=[document(2, [line("620", "100.00", "20.00")], "20.00") | fields]))

    assert moved(client, FEB) == {"610": "-60.00", "620": "50.00", "820": "10.00"}


def test_every_edit_is_followed_and_a_record_taken_out_is_gone(serve: Serve) -> None:
    """The trial balance agrees with the documents whatever is done to them."""
    client = serve(ledger_books(Invoices=[document(1, [line("200", "5.00")])]))

    client.edit("Invoices", document(1, [line("400", "7.00")]))
    assert moved(client, JAN) == {"610": "7.00", "400": "-7.00"}

    client.edit("Invoices", document(2, [line("200", "1.00")]))
    client.edit("Invoices", {IDS["Invoices"]: made_id(1, 1), "Date": "2025-12-31"})
    assert moved(client, JAN) == {"610": "1.00", "200": "-1.00"}

    client.admin("DELETE", f"tenants/{client.tenant_id}/Invoices/{made_id(1, 2)}")
    assert moved(client, JAN) == {}


def test_a_chart_without_xeros_own_accounts_is_lent_them(client: Client) -> None:
    """Books made for other tests post all the same, and balance."""
    total = client.get("Reports/TrialBalance", {"date": JAN}).json()["Reports"][0]["Rows"][-1]["Rows"][0]["Cells"]

    assert total[1]["Value"] == total[2]["Value"] != "0.00"
