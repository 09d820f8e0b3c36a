"""Pages. Source: Xero, Requests and responses, Paging and Ordering."""

from typing import Any

import pytest

from tests.simulators.xero.books import account, books, category, contact, invoice, made_id, payment
from tests.simulators.xero.client import Client, Serve

MANY = 1_203


@pytest.fixture
def full(serve: Serve) -> Client:
    """A client of an organisation with many invoices."""
    return serve(books(Invoices=[invoice(n) for n in range(1, MANY + 1)]))


@pytest.mark.parametrize(
    ("params", "size", "shown"),
    [
        ({"page": 1}, 100, 100),
        ({"page": 1, "pageSize": 1000}, 1000, 1000),
        ({"page": 2, "pageSize": 1000}, 1000, MANY - 1000),
        ({"page": 1, "pageSize": 5000}, 1000, 1000),
        ({"page": 1, "pageSize": 0}, 1, 1),
        ({"page": 1, "pageSize": "many"}, 100, 100),
        ({"page": 1, "page_size": 1000}, 100, 100),
        ({"PAGE": 1, "PAGESIZE": 200}, 200, 200),
        ({"page": 0}, 100, 100),
        ({"page": 14}, 100, 0),
    ],
    ids=str,
)
def test_a_page_is_of_the_size_asked_for_within_1_and_1000(
    full: Client, params: dict[str, Any], size: int, shown: int
) -> None:
    """100 by default, clamped, and silently so if the parameter is misspelt; past the end there is nothing."""
    answer = full.get("Invoices", params)

    assert answer.status_code == 200
    assert len(answer.json()["Invoices"]) == shown
    assert answer.json()["pagination"] == {
        "page": max(params.get("page", 1), 1),
        "pageSize": size,
        "pageCount": -(-MANY // size),
        "itemCount": MANY,
    }


def test_all_pages_together_are_everything_once(full: Client) -> None:
    """As long as nobody edits meanwhile."""
    pages = [full.all("Invoices", {"page": page, "pageSize": 500}) for page in (1, 2, 3)]

    assert [each["InvoiceID"] for page in pages for each in page] == [made_id(1, n) for n in range(1, MANY + 1)]


def test_a_list_without_page_is_whole_and_without_pagination(full: Client) -> None:
    """pageSize alone does nothing."""
    body = full.get("Invoices", {"pageSize": 10}).json()

    assert len(body["Invoices"]) == MANY
    assert "pagination" not in body


@pytest.mark.parametrize("collection", ["Accounts", "TrackingCategories", "Currencies", "Budgets", "BatchPayments"])
def test_a_collection_without_paging_is_ignoring_page(serve: Serve, collection: str) -> None:
    """Everything comes at once, whatever is asked."""
    client = serve(
        books(
            Accounts=[account(n) for n in range(150)],
            TrackingCategories=[category(n, "A") for n in range(2)],
            Currencies=[{"Code": code, "Description": code} for code in ("GBP", "NZD")],
            Budgets=[{"BudgetID": made_id(8, n), "Type": "OVERALL"} for n in range(2)],
            BatchPayments=[{"BatchPaymentID": made_id(10, n)} for n in range(2)],
        )
    )

    body = client.get(collection, {"page": 2, "pageSize": 1}).json()

    assert len(body[collection]) == (150 if collection == "Accounts" else 2)
    assert "pagination" not in body


def test_a_default_order_is_by_update_and_then_by_id(serve: Serve) -> None:
    """Given in any order; equal stamps are told apart by the id."""
    same = invoice(5)["UpdatedDateUTC"]
    client = serve(
        books(Invoices=[invoice(7, UpdatedDateUTC=same), invoice(6), invoice(5), invoice(3, UpdatedDateUTC=same)])
    )

    assert [each["InvoiceNumber"] for each in client.all("Invoices")] == [
        "INV-0003",
        "INV-0005",
        "INV-0007",
        "INV-0006",
    ]


@pytest.mark.parametrize(
    ("order", "numbers"),
    [
        ("InvoiceID", [1, 2, 3]),
        ("InvoiceID DESC", [3, 2, 1]),
        ("invoiceid asc", [1, 2, 3]),
        ("Total", [3, 1, 2]),
        ("Total DESC", [2, 1, 3]),
        ("Date DESC, InvoiceNumber ASC", [3, 2, 1]),
        ("Reference", [1, 3, 2]),
        ("Contact.Name", [3, 1, 2]),
        ("UpdatedDateUTC DESC", [3, 2, 1]),
    ],
)
def test_an_order_is_honoured_for_any_field(serve: Serve, order: str, numbers: list[int]) -> None:
    """By id above all, for that is the order in which paging loses nothing; missing values come first."""
    client = serve(
        books(
            Invoices=[
                invoice(1, Total=20, Reference=None),
                invoice(2, Total=100, Reference="b"),
                invoice(3, Total=9, Reference="a"),
            ]
        )
    )

    shown = client.all("Invoices", {"order": order, "page": 1})

    assert [each["InvoiceID"] for each in shown] == [made_id(1, n) for n in numbers]


@pytest.mark.parametrize("order", ["Nonsense", "InvoiceID SIDEWAYS", "Nonsense DESC"])
def test_a_wrong_order_is_a_parse_error(client: Client, order: str) -> None:
    """Told, not ignored: an ignored order would lose records."""
    answer = client.get("Invoices", {"order": order})

    assert (answer.status_code, answer.json()["ErrorNumber"]) == (400, 16)


def test_contacts_and_payments_are_paged_too(serve: Serve) -> None:
    """Every collection that has pages says how many."""
    client = serve(books(Contacts=[contact(n) for n in range(3)], Payments=[payment(n) for n in range(3)]))

    for collection in ("Contacts", "Payments", "CreditNotes", "BankTransactions", "ManualJournals"):
        pagination = client.get(collection, {"page": 1, "pageSize": 2}).json()["pagination"]
        assert pagination["pageCount"] == (2 if collection in ("Contacts", "Payments") else 0)
