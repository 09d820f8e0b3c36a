"""What records look like in lists, pages and alone. Source: Xero, the pages of the endpoints."""

from typing import Any

import pytest
import requests

from tests.simulators.xero.books import UK, Fields, account, books, category, contact, made_id
from tests.simulators.xero.client import Client, Serve


@pytest.mark.parametrize(
    ("collection", "id_field", "lines"),
    [
        ("Invoices", "InvoiceID", "LineItems"),
        ("CreditNotes", "CreditNoteID", "LineItems"),
        ("BankTransactions", "BankTransactionID", "LineItems"),
        ("Overpayments", "OverpaymentID", "LineItems"),
        ("Prepayments", "PrepaymentID", "LineItems"),
        ("ManualJournals", "ManualJournalID", "JournalLines"),
    ],
)
def test_lines_are_only_in_pages_and_single_records(serve: Serve, collection: str, id_field: str, lines: str) -> None:
    """Whoever reads the whole list at once gets no lines."""
    record: Fields = {id_field: made_id(1, 1), lines: [{"LineAmount": 1}]}
    collections: dict[str, list[Fields]] = {collection: [record]}
    client = serve(books(UK, "Lines Ltd", **collections))

    assert client.all(collection)[0][lines] == []
    assert client.all(collection, {"page": 1})[0][lines]
    assert client.get(f"{collection}/{made_id(1, 1)}").json()[collection][0][lines]


def test_a_summary_is_without_lines_and_payments(client: Client) -> None:
    """Faster, and not for loading."""
    summary = client.all("Invoices", {"page": 1, "summaryOnly": "true"})[0]

    assert not {"LineItems", "Payments", "HasAttachments"} & summary.keys()
    assert summary["Total"] == 12.6


@pytest.mark.parametrize(
    "params", [{"IDs": made_id(1, 1)}, {"Statuses": "AUTHORISED"}, {"InvoiceNumbers": "INV-0001"}], ids=str
)
def test_naming_invoices_is_paging_them(client: Client, params: dict[str, str]) -> None:
    """Those parameters switch paging on, lines included."""
    body = client.get("Invoices", params).json()

    assert body["pagination"]["page"] == 1
    assert body["Invoices"][0]["LineItems"]


def test_a_contacts_details_are_not_in_the_whole_list(client: Client) -> None:
    """Only in pages and alone."""
    assert "ContactPersons" not in client.all("Contacts")[0]
    assert "ContactPersons" in client.all("Contacts", {"page": 1})[0]


def test_an_archived_contact_is_shown_only_on_request(serve: Serve) -> None:
    """Yet invoices go on referring to it, and it can be read by its id."""
    client = serve(books(Contacts=[contact(1), contact(2, ContactStatus="ARCHIVED")]))

    assert [each["ContactID"] for each in client.all("Contacts")] == [made_id(2, 1)]
    assert len(client.all("Contacts", {"includeArchived": "true"})) == 2
    assert client.get(f"Contacts/{made_id(2, 2)}").status_code == 200


def test_archived_tracking_is_shown_only_on_request_and_deleted_options_never(serve: Serve) -> None:
    """Categories and options alike; a deleted option has vanished without a trace."""
    client = serve(books(TrackingCategories=[category(1, "A", "-B", "!C"), category(2, "D", Status="ARCHIVED")]))

    def shown(**params: str) -> list[tuple[str, list[str]]]:
        categories = client.all("TrackingCategories", params)
        return [(each["Name"], [option["Name"] for option in each["Options"]]) for each in categories]

    assert shown() == [("Category 1", ["A"])]
    assert shown(includeArchived="true") == [("Category 1", ["A", "B"]), ("Category 2", ["D"])]


def test_an_archived_account_is_shown(serve: Serve) -> None:
    """Old documents use it."""
    client = serve(books(Accounts=[account(1, Status="ARCHIVED")]))

    assert client.all("Accounts")[0]["Status"] == "ARCHIVED"


def test_a_number_is_written_with_the_digits_it_has(client: Client) -> None:
    """12.60 stays 12.60, and no amount ever becomes 12.600000000000001."""
    text = client.get("Invoices", {"page": 1}).text

    assert '"Total":12.60,' in text
    assert '"CurrencyRate":1,' in text


def test_a_unit_amount_is_of_two_decimals_unless_four_are_asked_for(client: Client) -> None:
    """unitdp=4."""
    for path in ("Invoices", f"Invoices/{made_id(1, 1)}"):
        assert '"UnitAmount":5.25,' in client.get(path, {"page": 1}).text
        assert '"UnitAmount":5.2512,' in client.get(path, {"page": 1, "unitdp": 4}).text


def test_a_document_date_is_midnight_utc_with_a_text_beside_it(client: Client) -> None:
    """It is the organisation's calendar date, whatever its time zone."""
    shown = client.all("Invoices", {"page": 1})[0]

    assert (shown["Date"], shown["DateString"]) == ("/Date(1767312000000+0000)/", "2026-01-02T00:00:00")
    assert shown["DueDateString"] == "2026-03-01T00:00:00"
    assert shown["UpdatedDateUTCString"] == "2026-01-01T09:00:01Z"


def test_text_is_written_in_utf_8(client: Client) -> None:
    """Names are in every alphabet."""
    assert "Über-consulting".encode() in client.get("Invoices", {"page": 1}).content


def test_an_unknown_enum_value_is_served_as_it_is(client: Client) -> None:
    """Xero's lists keep growing; clients with closed enums break on it."""
    client.edit("Accounts", {"AccountID": made_id(5, 1), "Type": "CRYPTOASSET", "Sparkle": {"New": True}})

    shown = client.get(f"Accounts/{made_id(5, 1)}").json()["Accounts"][0]

    assert (shown["Type"], shown["Sparkle"]) == ("CRYPTOASSET", {"New": True})


def test_a_single_record_is_in_a_list_of_one(client: Client) -> None:
    """By id or by number, without pagination."""
    by_id, by_number = (client.get(f"Invoices/{key}").json() for key in (made_id(1, 2), "INV-0002"))

    assert by_id["Invoices"] == by_number["Invoices"]
    assert len(by_id["Invoices"]) == 1
    assert "pagination" not in by_id


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "Organisation", 501), ("PUT", "Invoices", 405)])
def test_a_write_is_not_taken(client: Client, method: str, path: str, status: int) -> None:
    """Organisations cannot be written at Xero; the rest is not simulated, and says so."""
    url = f"{client.running.url}/api.xro/2.0/{path}"

    assert requests.request(method, url, headers=client.headers(), json={}, timeout=10).status_code == status


BALANCES: list[dict[str, Any]] = [
    {"Period": f"{year}-{month:02}", "Amount": month} for year in (2025, 2026, 2027) for month in range(1, 13)
]


@pytest.fixture
def budgeting(serve: Serve) -> Client:
    """A client of an organisation with three years of budget."""
    lines = [{"AccountID": made_id(5, 1), "AccountCode": "001", "BudgetBalances": BALANCES}]
    return serve(books(Budgets=[{"BudgetID": made_id(8, 1), "Type": "OVERALL", "BudgetLines": lines}]))


def budget_months(client: Client, **window: str) -> list[str]:
    """The months of the one budget."""
    budget = client.get(f"Budgets/{made_id(8, 1)}", window).json()["Budgets"][0]
    return [balance["Period"] for balance in budget["BudgetLines"][0]["BudgetBalances"]]


def test_a_budget_list_is_without_lines(budgeting: Client) -> None:
    """Each budget has to be asked for by itself."""
    assert budgeting.all("Budgets")[0]["BudgetLines"] == []


def test_a_single_budget_is_of_three_months_unless_told_otherwise(budgeting: Client) -> None:
    """Around today, or the months asked for."""
    assert budget_months(budgeting) == ["2026-10", "2026-11", "2026-12"]
    assert budget_months(budgeting, DateFrom="2026-02-01", DateTo="2026-03-31") == ["2026-02", "2026-03"]
    assert len(budget_months(budgeting, DateFrom="2025-01-01", DateTo="2026-12-31")) == 24


def test_a_budget_of_more_than_24_months_is_refused_or_cut(budgeting: Client) -> None:
    """The documentation leaves open which."""
    window = {"DateFrom": "2025-01-01", "DateTo": "2027-01-31"}
    assert budgeting.get(f"Budgets/{made_id(8, 1)}", window).status_code == 400

    budgeting.admin("POST", "settings", {"budget_window": "cut"})

    assert budget_months(budgeting, **window)[-1] == "2026-12"
