"""The trial balance with paymentsOnly=true. Source: Xero, Reports; Manual Journals, ShowOnCashBasisReports."""

from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.ledgers import document, journal, ledger_books, line, moved, paid

JAN, FEB = "2026-01-31", "2026-02-28"
SALE = document(1, [line("200", "100.00", "20.00")], "20.00")


def cash(client: Client, date: str) -> dict[str, str]:
    """What the month moved, on a cash basis."""
    return moved(client, date, paymentsOnly="true")


def test_a_sale_counts_when_and_as_far_as_it_is_paid(serve: Serve) -> None:
    """Tax too; what is open is on no account."""
    client = serve(ledger_books(Invoices=[SALE], Payments=[paid(1, "60.00", "60.00")]))

    assert cash(client, JAN) == {}
    assert cash(client, FEB) == {"090": "60.00", "200": "-50.00", "820": "-10.00"}


def test_a_bill_is_worth_what_was_paid_for_it(serve: Serve) -> None:
    """There is no currency gain."""
    bill = document(1, [line("400", "100.00")], Type="ACCPAY", CurrencyCode="USD", CurrencyRate=2)
    client = serve(ledger_books(Invoices=[bill], Payments=[paid(1, "100.00", "55.00", PaymentType="ACCPAYPAYMENT")]))

    assert cash(client, FEB) == {"090": "-55.00", "400": "55.00"}


def test_a_credit_note_takes_back_when_it_is_set_against_an_invoice(serve: Serve) -> None:
    """The invoice counts by as much."""
    allocation = {"Amount": 12, "Date": "2026-02-02", "Invoice": {"InvoiceID": made_id(1, 1)}}
    fields: Fields = {"Type": "ACCRECCREDIT", "CreditNoteID": made_id(9, 1), "Allocations": [allocation]}
    client = serve(ledger_books(Invoices=[SALE], CreditNotes=[document(2, [line("400", "12.00")]) | fields]))

    assert cash(client, FEB) == {"400": "12.00", "200": "-10.00", "820": "-2.00"}


def test_a_manual_journal_may_stay_out_of_it(serve: Serve) -> None:
    """It says so itself."""
    lines = (line("400", "3.00"), line("620", "-3.00"))
    client = serve(ledger_books(ManualJournals=[journal(1, *lines), journal(2, *lines, ShowOnCashBasisReports=False)]))

    assert (cash(client, JAN)["400"], moved(client, JAN)["400"]) == ("3.00", "6.00")
