"""One page: how it is asked, and what is known of it before anybody reads its records."""

import gzip
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import responses
from ml_connector.errors import ContractBroken
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.outlines import ids_of
from ml_connector.xero.pages import as_parked, read_page
from ml_connector.xero.paging import Position
from responses import matchers

from tests.unit.xero.vendor import API, INVOICES, a_client, page, sent

SINCE = datetime(2026, 11, 1, tzinfo=UTC)
NOW = datetime(2023, 11, 14, 22, 13, 20, 123000, tzinfo=UTC)


def query(server: responses.RequestsMock) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(str(sent(server).url)).query).items()}


def two(first: int = 0, second: int = 1) -> list[dict[str, Any]]:
    """Two invoices, stamped by these milliseconds."""
    stamps = {"a": first, "b": second}
    return [{"InvoiceID": id_, "UpdatedDateUTC": f"/Date({at}+0000)/"} for id_, at in stamps.items()]


def test_a_page_of_invoices_is_asked_in_the_order_of_ids(server: responses.RequestsMock) -> None:
    """In Xero's own order an edit lets a neighbour slip over the boundary; without page the lines are missing."""
    server.get(INVOICES, json=page())

    read_page(a_client(), ENDPOINTS["bills"], Position(since=SINCE, page=3))

    assert query(server) == {
        "where": 'Type=="ACCPAY"',
        "includeArchived": "true",
        "page": "3",
        "pageSize": "1000",
        "order": "InvoiceID ASC",
    }
    assert sent(server).headers["If-Modified-Since"] == "2026-11-01T00:00:00"


def test_what_has_no_delta_is_asked_whole(server: responses.RequestsMock) -> None:
    """Xero ignores the header there, and a deleted account shows only in the whole."""
    server.get(f"{API}/api.xro/2.0/TrackingCategories", json=page("TrackingCategories"))

    read_page(a_client(), ENDPOINTS["tracking_categories"], Position(since=SINCE))

    assert query(server) == {"includeArchived": "true"}
    assert "If-Modified-Since" not in sent(server).headers


def test_a_page_is_told_by_its_ids_counts_and_instant(server: responses.RequestsMock) -> None:
    """That is all that paging needs; the records are read later."""
    packed = gzip.compress(json.dumps(page(records=two(), pagination={"itemCount": 7, "pageCount": 4})).encode())
    server.get(INVOICES, body=packed, headers={"Content-Encoding": "gzip", "X-MinLimit-Remaining": "9"})

    found = read_page(a_client(), ENDPOINTS["invoices"], Position(), page_size=2)

    assert (found.ids, found.count, found.item_count, found.page_count) == (["a", "b"], 2, 7, 4)
    assert (found.server_now, found.calls, found.limits.minute) == (NOW, 1, 9)
    assert found.gzipped == packed
    assert query(server)["pageSize"] == "2"


@pytest.mark.parametrize(
    ("records", "could_be"),
    [
        (two(1, 2), True),
        (two(2, 2), True),
        (two(2, 1), False),
        ([{"InvoiceID": "a"}, *two(2, 1)[1:]], True),
        (two()[:1], True),
    ],
    ids=["rising", "equal", "falling", "without a stamp", "alone"],
)
def test_a_page_shows_whether_it_could_be_in_the_order_of_updates(
    server: responses.RequestsMock,
    records: list[dict[str, Any]],
    could_be: bool,  # noqa: FBT001 - a table's column
) -> None:
    """A falling stamp is the proof that the server sorts by what it was asked for."""
    server.get(INVOICES, json=page(records=records))

    assert read_page(a_client(), ENDPOINTS["invoices"], Position()).in_update_order == could_be


def test_a_whole_list_is_one_page(server: responses.RequestsMock) -> None:
    """Accounts carry no pagination; asking for a second page would give them all again."""
    server.get(f"{API}/api.xro/2.0/Accounts", json=page("Accounts", [{"AccountID": "a"}]))

    found = read_page(a_client(), ENDPOINTS["accounts"], Position())

    assert (found.item_count, found.page_count) == (1, 1)


def test_a_304_is_an_empty_page_with_the_instant_of_its_header(server: responses.RequestsMock) -> None:
    """Something has to be parked, and the cursor moves on as with an empty list."""
    server.get(INVOICES, status=304, headers={"Date": "Tue, 14 Nov 2023 22:13:20 GMT"})
    endpoint = ENDPOINTS["invoices"]

    found = read_page(a_client(), endpoint, Position(since=SINCE))

    assert (found.ids, found.page_count, found.server_now) == ([], None, NOW.replace(microsecond=0))
    assert as_parked(found, bytes(found.gzipped), endpoint) == found
    assert ids_of(gzip.decompress(found.gzipped), endpoint) == []


def test_the_header_tells_the_instant_where_the_body_does_not(server: responses.RequestsMock) -> None:
    """The watermark is the server's, never ours."""
    answer = page()
    del answer["DateTimeUTC"]
    server.get(INVOICES, json=answer, headers={"Date": "Tue, 14 Nov 2023 22:13:20 GMT"})
    server.get(INVOICES, json=answer)

    assert read_page(a_client(), ENDPOINTS["invoices"], Position()).server_now == NOW.replace(microsecond=0)
    with pytest.raises(ContractBroken, match="from when the next"):
        read_page(a_client(), ENDPOINTS["invoices"], Position())


def test_a_page_that_was_parked_before_counts_with_its_own_instant(server: responses.RequestsMock) -> None:
    """A later watermark would skip what was edited between the two attempts."""
    server.get(INVOICES, json=page(records=two()))
    endpoint = ENDPOINTS["invoices"]
    parked = gzip.compress(json.dumps(page(records=two()[:1]) | {"DateTimeUTC": "/Date(1600000000000)/"}).encode())

    found = as_parked(read_page(a_client(), endpoint, Position()), parked, endpoint)

    assert (found.ids, found.gzipped) == (["a"], parked)
    assert found.server_now == datetime(2020, 9, 13, 12, 26, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    "body",
    [
        "",
        "<html>secret</html>",
        '{"Invoices": [',
        "[]",
        "{}",
        '{"Invoices": {}}',
        '{"Invoices": [{"InvoiceNumber": "secret"}]}',
        '{"Invoices": [{"InvoiceID": null}]}',
        '{"Invoices": [], "pagination": {"itemCount": "secret"}}',
    ],
)
def test_what_is_no_page_breaks_the_contract(server: responses.RequestsMock, body: str) -> None:
    """XML, a portal's login page, a cut answer: never an empty result, and never quoted."""
    server.get(INVOICES, body=body, match=[matchers.header_matcher({"Accept": "application/json"})])

    with pytest.raises(ContractBroken, match="Invoices") as caught:
        read_page(a_client(), ENDPOINTS["invoices"], Position())
    assert "secret" not in str(caught.value)
