"""If-Modified-Since. Source: Xero, Requests and responses, HTTP headers."""

import pytest

from tests.simulators.xero.books import NOW, books, category, invoice, made_id, payment
from tests.simulators.xero.client import Client, Serve

FORMS = {
    "seconds": "2026-01-01T09:00:04",
    "zulu": "2026-01-01T09:00:04Z",
    "microseconds": "2026-01-01T09:00:04.999999",
    "offset": "2026-01-01T22:00:04.000001+13:00",
    "rfc 1123": "Thu, 01 Jan 2026 09:00:04 GMT",
}


@pytest.mark.parametrize("since", FORMS.values(), ids=FORMS.keys())
def test_a_delta_is_from_a_second_on_that_second_included(client: Client, since: str) -> None:
    """To the second, in UTC, in every form that clients send."""
    shown = client.all("Invoices", {"page": 1}, If_Modified_Since=since)

    assert [each["InvoiceNumber"] for each in shown] == ["INV-0004", "INV-0005"]


def test_a_delta_from_the_future_is_an_empty_list(client: Client) -> None:
    """200, never 304."""
    answer = client.get("Invoices", {"page": 1}, If_Modified_Since="2030-01-01T00:00:00")

    assert (answer.status_code, answer.json()["Invoices"]) == (200, [])
    assert answer.json()["pagination"]["itemCount"] == 0


def test_a_delta_is_not_asked_for_by_a_parameter(client: Client) -> None:
    """It is ignored there, which is a full read."""
    assert len(client.all("Invoices", {"If-Modified-Since": "2030-01-01T00:00:00"})) == 5


def test_a_delta_that_cannot_be_read_is_refused(client: Client) -> None:
    """412; a full read would hide the mistake."""
    assert client.get("Invoices", If_Modified_Since="yesterday").status_code == 412


def test_a_collection_without_delta_is_given_whole(client: Client) -> None:
    """Tracking categories carry no stamp: they have to be read whole and compared."""
    for collection in ("TrackingCategories", "Organisation"):
        assert client.all(collection, None, If_Modified_Since="2030-01-01T00:00:00")
    assert client.all("Accounts", None, If_Modified_Since="2030-01-01T00:00:00") == []


@pytest.mark.parametrize(
    ("collection", "id_field", "record_id", "status"),
    [
        ("Invoices", "InvoiceID", made_id(1, 2), "VOIDED"),
        ("Invoices", "InvoiceID", made_id(1, 3), "DELETED"),
        ("Payments", "PaymentID", made_id(4, 2), "DELETED"),
        ("ManualJournals", "ManualJournalID", made_id(11, 1), "VOIDED"),
    ],
)
def test_a_voided_or_deleted_document_is_in_the_delta(
    client: Client, collection: str, id_field: str, record_id: str, status: str
) -> None:
    """Nothing vanishes: it comes with its new status and its old amounts, once."""
    client.edit(collection, {id_field: record_id, "Status": status})

    delta = client.all(collection, {"page": 1}, If_Modified_Since=NOW.isoformat())

    assert [(each[id_field], each["Status"]) for each in delta] == [(record_id, status)]
    assert delta[0]["UpdatedDateUTC"] == "/Date(1793534400000+0000)/"
    assert delta[0].get("Total", 12.6) == 12.6


def test_some_changes_are_in_no_delta(client: Client) -> None:
    """A due date on a part-paid invoice, what a contact is: UpdatedDateUTC does not move."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "AmountPaid": 5}, touch=False)
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "DueDate": "2027-01-31"})
    client.edit("Contacts", {"ContactID": made_id(2, 1), "IsSupplier": True})

    assert client.all("Invoices", None, If_Modified_Since=NOW.isoformat()) == []
    assert client.all("Contacts", None, If_Modified_Since=NOW.isoformat()) == []
    assert client.all("Invoices")[0]["DueDateString"] == "2027-01-31T00:00:00"


def test_a_due_date_moves_the_stamp_of_an_invoice_that_nobody_paid(client: Client) -> None:
    """Only part-paid ones keep still, and only if nothing else is changed."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "DueDate": "2027-01-31"})
    client.edit("Contacts", {"ContactID": made_id(2, 1), "IsSupplier": True, "Name": "Renamed"})

    assert len(client.all("Invoices", None, If_Modified_Since=NOW.isoformat())) == 1
    assert len(client.all("Contacts", None, If_Modified_Since=NOW.isoformat())) == 1


def test_an_edited_record_is_moved_to_the_end(client: Client) -> None:
    """What makes paging by the default order lose its neighbours."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "Reference": "changed"})

    numbers = [each["InvoiceNumber"] for each in client.all("Invoices")]

    assert numbers == ["INV-0002", "INV-0003", "INV-0004", "INV-0005", "INV-0001"]


def test_a_drifting_list_is_losing_a_neighbour_over_the_page_boundary(serve: Serve) -> None:
    """Edits between pages, armed by an operator: naive paging misses records although all of them exist."""
    client = serve(books(Invoices=[invoice(n) for n in range(1, 7)]))
    client.admin("POST", "drift", {"tenant": client.tenant_id, "collection": "invoices", "times": 2})

    pages = [client.all("Invoices", {"page": page, "pageSize": 2}) for page in (1, 2, 3)]

    assert [[each["InvoiceNumber"][-1] for each in page] for page in pages] == [["1", "2"], ["4", "5"], ["1", "2"]]
    assert len(client.all("Invoices")) == 6


def test_a_drift_is_over_after_the_times_it_was_armed_for(serve: Serve) -> None:
    """Later runs of a test are quiet."""
    client = serve(books(Invoices=[invoice(n) for n in range(1, 4)], Payments=[payment(1), payment(2)]))
    client.admin("POST", "drift", {"tenant": client.tenant_id, "collection": "Invoices", "times": 1})

    orders = [[each["InvoiceNumber"][-1] for each in client.all("Invoices")] for _ in range(3)]

    assert orders == [["1", "2", "3"], ["2", "3", "1"], ["2", "3", "1"]]
    assert [each["PaymentID"] for each in client.all("Payments")] == [made_id(4, 1), made_id(4, 2)]


def test_a_listener_is_called_between_two_pages(serve: Serve) -> None:
    """In-process a test may do whatever it likes in that moment."""
    client = serve(books(Invoices=[invoice(n) for n in range(1, 5)], TrackingCategories=[category(1, "A")]))
    heard: list[tuple[str, int | None, int]] = []
    client.running.simulator.after_list(
        lambda listed: heard.append((listed.collection, listed.page, len(listed.selection)))
    )

    client.all("Invoices", {"page": 2, "pageSize": 3})
    client.all("TrackingCategories")

    assert heard == [("Invoices", 2, 4), ("TrackingCategories", None, 1)]
