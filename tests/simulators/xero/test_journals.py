"""The journals, for apps that may read them. Source: Xero, Journals."""

from typing import Any

import pytest

from tests.simulators.xero.books import Fields, made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.ledgers import document, id_of, journal, ledger_books, line, moved, paid

SCOPES = ["offline_access", "accounting.journals.read", "accounting.reports.trialbalance.read"]


def allowed(client: Client) -> Client:
    """The client with the scope and the tier."""
    client.admin("POST", "scopes", {"scopes": SCOPES})
    client.admin("POST", "consent")
    client.admin("POST", "settings", {"advanced": True})
    return client.log_in()


def amounts(record: Fields) -> list[tuple[str, float]]:
    """Code and net amount of every line."""
    return [(each["AccountCode"], each["NetAmount"]) for each in record["JournalLines"]]


@pytest.fixture
def sale(serve: Serve) -> Client:
    """A client of an organisation with one sale and its payment."""
    lines = [line("200", "100.00", "20.00", Description="Plans", TaxType="OUTPUT2", Tracking=[{"Name": "Region"}])]
    return allowed(serve(ledger_books(Invoices=[document(1, lines, "20.00")], Payments=[paid(1, "120.00", "120.00")])))


def test_a_journal_names_its_source_and_says_every_line(sale: Client) -> None:
    """Debit positive, in base currency."""
    first, second = sale.all("Journals")

    assert (first["JournalNumber"], first["SourceType"], first["SourceID"]) == (1, "ACCREC", made_id(1, 1))
    assert (first["JournalDate"], first["CreatedDateUTC"]) == (
        "/Date(1768435200000+0000)/",
        "/Date(1767258001000+0000)/",
    )
    assert amounts(first) == [("610", 120.0), ("820", -20.0), ("200", -100.0)]
    told = {name: value for name, value in first["JournalLines"][2].items() if name != "JournalLineID"}
    assert told == {
        "AccountID": id_of("200"),
        "AccountCode": "200",
        "AccountType": "REVENUE",
        "AccountName": "Account 200",
        "Description": "Plans",
        "NetAmount": -100.0,
        "GrossAmount": -120.0,
        "TaxAmount": -20.0,
        "TaxType": "OUTPUT2",
        "TaxName": "OUTPUT2",
        "TrackingCategories": [{"Name": "Region"}],
    }
    assert (second["SourceType"], amounts(second)) == ("ACCRECPAYMENT", [("090", 120.0), ("610", -120.0)])


def test_an_edit_takes_back_what_stood_and_posts_anew(sale: Client) -> None:
    """Both with the next numbers; a touch without a change posts nothing, a void only takes back."""
    sale.edit("Invoices", {"InvoiceID": made_id(1, 1), "DueDate": "2026-05-01"})
    assert len(sale.all("Journals")) == 2

    sale.edit("Invoices", {"InvoiceID": made_id(1, 1), "LineItems": [line("400", "120.00")], "TotalTax": 0})
    reversal, anew = sale.all("Journals", {"offset": 2})
    assert amounts(reversal) == [("610", -120.0), ("820", 20.0), ("200", 100.0)]
    assert amounts(anew) == [("610", 120.0), ("400", -120.0)]
    assert reversal["SourceID"] == anew["SourceID"] == made_id(1, 1)

    sale.edit("Invoices", {"InvoiceID": made_id(1, 1), "Status": "VOIDED"})
    assert [amounts(each) for each in sale.all("Journals", {"offset": 4})] == [[("610", -120.0), ("400", 120.0)]]


def test_they_come_by_the_hundred_after_an_offset_with_gaps_in_their_numbers(serve: Serve) -> None:
    """Whoever counts on every number, or on a full last page, loses journals."""
    client = allowed(serve(ledger_books(Invoices=[document(n, [line("200", "1.00")]) for n in range(1, 131)])))

    first = client.all("Journals")
    rest = client.all("Journals", {"offset": first[-1]["JournalNumber"]})

    numbers = [each["JournalNumber"] for each in (*first, *rest)]
    assert (len(first), len(rest), numbers) == (100, 30, sorted(set(numbers)))
    assert numbers[-1] > 130
    assert client.all("Journals", {"offset": numbers[-1]}) == []


def test_if_modified_since_is_about_when_they_were_created(sale: Client) -> None:
    """The day they are dated does not matter."""
    sale.edit("Payments", {"PaymentID": made_id(4, 1), "Status": "DELETED"})

    found = sale.all("Journals", If_Modified_Since="2026-10-01T00:00:00")

    assert [amounts(each) for each in found] == [[("090", -120.0), ("610", 120.0)]]
    assert sale.get("Journals", If_Modified_Since="yesterday").status_code == 412


def test_a_single_journal_does_not_say_its_source(sale: Client) -> None:
    """By id or by number."""
    listed = sale.all("Journals")[1]

    for name in (listed["JournalID"], listed["JournalNumber"]):
        single = sale.get(f"Journals/{name}").json()["Journals"][0]
        assert single == {key: value for key, value in listed.items() if not key.startswith("Source")}
    assert sale.get("Journals/999").status_code == 404


def test_without_the_scope_or_the_tier_there_is_no_reading_them(client: Client) -> None:
    """401 without the scope, 403 without the tier."""
    refused = client.get("Journals")
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Bearer error="insufficient_scope"')

    allowed(client).admin("POST", "settings", {"advanced": False})
    assert client.get("Journals").status_code == 403


def test_what_has_no_document_has_no_source(serve: Serve) -> None:
    """Opening balances; what is worked out for reports is in no journal at all."""
    client = allowed(serve(ledger_books()))
    for kind in ("opening_balance", "unrealised_currency_gain"):
        order = {"tenant": client.tenant_id, "kind": kind, "date": "2026-01-31", "account": "090", "amount": "5.00"}
        client.admin("POST", "postings", order)

    (found,) = client.all("Journals")

    assert "SourceType" not in found
    assert [each["NetAmount"] for each in found["JournalLines"]] == [5.0, -5.0]


def given_journal(number: int, *lines: tuple[str, str], **other: Any) -> Fields:
    """A journal that comes with the books."""
    return {
        "JournalID": made_id(14, number),
        "JournalNumber": number,
        "JournalDate": "/Date(1768435200000+0000)/",
        "CreatedDateUTC": "/Date(1768435200000+0000)/",
        "JournalLines": [{"AccountID": id_of(code), "NetAmount": float(amount)} for code, amount in lines],
        **other,
    }


def test_journals_that_come_with_the_books_are_the_truth(serve: Serve) -> None:
    """They are served as they came and make the trial balance; an edit takes back what they left standing."""
    journals = [
        given_journal(3, ("090", "2.00"), ("400", "-2.00")),
        given_journal(7, ("610", "6.00"), ("200", "-6.00"), SourceType="ACCREC", SourceID=made_id(1, 1)),
    ]
    client = allowed(serve(ledger_books(Invoices=[document(1, [line("200", "5.00")])], Journals=journals)))
    assert client.all("Journals") == journals
    assert moved(client, "2026-01-31") == {"090": "2.00", "400": "-2.00", "610": "6.00", "200": "-6.00"}

    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "Reference": "As agreed"})

    assert [each["JournalNumber"] for each in client.all("Journals")] == [3, 7, 8, 9]
    assert moved(client, "2026-01-31") == {"090": "2.00", "400": "-2.00", "610": "5.00", "200": "-5.00"}


def test_a_trial_balance_that_comes_with_the_books_is_the_truth(serve: Serve) -> None:
    """Month by month, whatever the documents say; later edits move it."""
    rows = [{"AccountID": id_of(code), "Movement": amount} for code, amount in (("090", "8.00"), ("400", "-8.00"))]
    months = [{"Date": "2026-01-31", "Rows": rows}]
    client = allowed(
        serve(
            ledger_books(ManualJournals=[journal(1, line("400", "3.00"), line("620", "-3.00"))], TrialBalances=months)
        )
    )
    assert moved(client, "2026-01-31") == {"090": "8.00", "400": "-8.00"}

    client.edit("ManualJournals", {"ManualJournalID": made_id(11, 1), "Status": "VOIDED"})

    assert moved(client, "2026-01-31") == {"090": "8.00", "400": "-11.00", "620": "3.00"}
