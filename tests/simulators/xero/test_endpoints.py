"""What every endpoint has in common, and where they differ. Source: Xero, the pages of the endpoints."""

from datetime import timedelta

import pytest

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import ENDPOINTS
from infra.local.vendors.xero.wire import dates
from tests.simulators.xero.books import BEGUN, UK, Fields, books, made_id
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.writing import draft, writable_books

PAGED = "Contacts Invoices CreditNotes Payments BankTransactions Overpayments Prepayments ManualJournals".split()
WITHOUT_DELTA = "Organisation TrackingCategories Currencies Budgets".split()
OTHERS = [each for each in ENDPOINTS if each.name != "Organisation"]


def record(endpoint: Endpoint, number: int) -> Fields:
    """A record of which nothing is known but its id and its stamp."""
    stamp = {"UpdatedDateUTC": dates.stamp(BEGUN + timedelta(seconds=number))} if endpoint.stamped else {}
    return {endpoint.id_field: made_id(20, number), **stamp}


@pytest.mark.parametrize("endpoint", OTHERS, ids=lambda each: each.name)
def test_each_is_paged_and_has_a_delta_where_xero_says_so(serve: Serve, endpoint: Endpoint) -> None:
    """Whoever relies on either where it is not reads too much or too little."""
    collections: dict[str, list[Fields]] = {endpoint.name: [record(endpoint, number) for number in (1, 2, 3)]}
    client = serve(books(UK, "Any Ltd", **collections))

    page = client.get(endpoint.name, {"page": 2, "pageSize": 2}).json()
    later = client.all(endpoint.name, If_Modified_Since="2026-01-01T09:00:03")
    single = client.get(f"{endpoint.name.upper()}/{made_id(20, 2)}").json()[endpoint.key]

    paged, delta = endpoint.name in PAGED, endpoint.name not in WITHOUT_DELTA
    assert ("pagination" in page, len(page[endpoint.key])) == (paged, 1 if paged else 3)
    assert len(later) == (1 if delta else 3)
    assert [each[endpoint.id_field] for each in single] == [made_id(20, 2)]


def test_an_order_can_turn_off_the_paging_of_manual_journals(serve: Serve) -> None:
    """As it did for a while: then there are no lines either."""
    client: Client = serve(writable_books(ManualJournals=[draft(ManualJournalID=made_id(11, n)) for n in (1, 2)]))
    asked = {"page": 1, "pageSize": 1, "order": "ManualJournalID"}
    assert len(client.all("ManualJournals", asked)) == 1

    client.admin("POST", "settings", {"ordered_journals": "unpaged"})

    assert [each["JournalLines"] for each in client.all("ManualJournals", asked)] == [[], []]


def test_a_list_about_too_many_documents_is_refused(client: Client) -> None:
    """However small the page; fewer at once are given."""
    client.admin("POST", "settings", {"high_volume": 4})

    refused = client.get("Invoices", {"page": 1, "pageSize": 1})

    assert (refused.status_code, refused.json()["ErrorNumber"], refused.json()["Type"]) == (
        400,
        51,
        "HighVolumeException",
    )
    assert client.all("Invoices", {"page": 1, "where": 'InvoiceNumber=="INV-0001"'})


def test_forty_ids_fit_into_a_question_and_sixty_do_not(client: Client) -> None:
    """Xero recommends forty."""
    ids = [made_id(1, n) for n in range(1, 61)]

    assert len(client.all("Invoices", {"IDs": ",".join(ids[:40])})) == 5
    assert client.get("Invoices", {"IDs": ",".join(ids)}).status_code == 414
