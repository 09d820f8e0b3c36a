"""One call: its token, what a refusal means, and lists in pages."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
import responses
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.refusals import NotVisible
from ml_connector.errors import (
    BadCredentials,
    ConnectorError,
    ContractBroken,
    ModelBusy,
    RateLimited,
    SettingsWrong,
    VendorDown,
)
from responses import matchers

URL = "https://api.test/2/0/workspaces"


def _answers(server: responses.RequestsMock, status: int, message: str | None = None, **headers: str) -> None:
    body = {"status": {"code": status, "message": message}} if message else None
    server.get(URL, status=status, json=body, headers=headers)


def test_a_call_carries_the_token_in_anaplans_own_scheme(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Bearer is refused by some of the endpoints; this scheme by none."""
    server.get(URL, json={}, match=[matchers.header_matcher({"Authorization": "AnaplanAuthToken token"})])

    assert client.call("GET", "/workspaces").status == 200


def test_a_dead_token_is_renewed_and_the_call_repeated(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Tokens live 35 minutes and loads may take longer."""
    fresh = matchers.header_matcher({"Authorization": "AnaplanAuthToken token+"})
    server.put(URL, status=401)
    server.put(URL, status=204, match=[fresh, matchers.header_matcher({"Content-Type": "text/csv"})])

    assert client.call("PUT", "/workspaces", data=b"x", content_type="text/csv").status == 204


def test_a_token_refused_again_and_again_is_a_matter_of_credentials(
    server: responses.RequestsMock, client: AnaplanClient
) -> None:
    """Renewing for ever would lock the user out."""
    _answers(server, 401)

    with pytest.raises(BadCredentials, match="also with a new token"):
        client.call("GET", "/workspaces")
    assert len(server.calls) == 3


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (302, SettingsWrong),
        (400, ContractBroken),
        (403, NotVisible),
        (404, NotVisible),
        (405, ContractBroken),
        (406, ContractBroken),
        (409, ModelBusy),
        (410, VendorDown),
        (413, ContractBroken),
        (415, ContractBroken),
        (422, SettingsWrong),
        (423, ModelBusy),
        (424, VendorDown),
        (425, SettingsWrong),
        (500, VendorDown),
        (503, VendorDown),
        (504, VendorDown),
    ],
)
def test_a_refusal_is_what_its_status_means(
    server: responses.RequestsMock, client: AnaplanClient, status: int, kind: type[ConnectorError]
) -> None:
    """The workflow goes by the class, people by the message."""
    _answers(server, status, "Some reason")

    with pytest.raises(kind, match=f"answered {status} to GET https://api.test/2/0/workspaces"):
        client.call("GET", "/workspaces")


def test_a_refusal_quotes_anaplans_sentence_and_nothing_else(
    server: responses.RequestsMock, client: AnaplanClient
) -> None:
    """The sentence is the proof; the rest of a body may be anything."""
    server.get(URL, status=400, json={"status": {"code": 400, "message": "Bad sort " + "x" * 999}, "path": "secret"})

    with pytest.raises(ContractBroken, match=r"'Bad sort x+…'") as caught:
        client.call("GET", "/workspaces")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("body", ["<html>no</html>", '{"status": "FAILURE"}', "[]", '{"status": null}'])
def test_a_refusal_without_a_sentence_is_still_told(
    server: responses.RequestsMock, client: AnaplanClient, body: str
) -> None:
    """Gateways answer in forms of their own."""
    server.get(URL, status=503, body=body)

    with pytest.raises(VendorDown, match="answered 503"):
        client.call("GET", "/workspaces")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 10.0),
        ({"Retry-After": "7"}, 7.0),
        ({"Retry-After": "soon"}, 10.0),
        ({"Date": "Sun, 22 Nov 2026 09:00:00 GMT", "Retry-After": "Sun, 22 Nov 2026 09:00:20 GMT"}, 20.0),
    ],
    ids=["unsaid", "seconds", "nonsense", "date"],
)
def test_too_many_calls_carry_the_pause_anaplan_asks_for(
    server: responses.RequestsMock, client: AnaplanClient, headers: dict[str, str], seconds: float
) -> None:
    """The header may be missing; Anaplan then asks for ten seconds."""
    _answers(server, 429, **headers)

    with pytest.raises(RateLimited) as caught:
        client.call("GET", "/workspaces")
    assert caught.value.retry_after == seconds


def test_a_date_to_wait_for_is_measured_by_the_servers_clock(
    server: responses.RequestsMock, client: AnaplanClient
) -> None:
    """Ours may be wrong."""
    theirs = datetime(2031, 1, 1, tzinfo=UTC)
    later = format_datetime(theirs + timedelta(seconds=30), usegmt=True)
    _answers(server, 429, **{"Date": format_datetime(theirs, usegmt=True), "Retry-After": later})

    with pytest.raises(RateLimited) as caught:
        client.call("GET", "/workspaces")
    assert caught.value.retry_after == 30.0


def test_a_refused_call_is_repeated_after_the_pause_that_all_functions_keep(
    server: responses.RequestsMock, throttled: AnaplanClient, pauses: list[float]
) -> None:
    """An upload of many chunks does not begin anew for it."""
    server.get(URL, status=429)
    server.get(URL, json={})

    assert throttled.call("GET", "/workspaces").status == 200
    assert 10 <= sum(pauses) <= 15


def test_a_pause_that_is_too_long_is_handed_on(server: responses.RequestsMock, throttled: AnaplanClient) -> None:
    """Waiting is the workflow's."""
    server.get(URL, status=429, headers={"Retry-After": "60"})

    with pytest.raises(RateLimited):
        throttled.call("GET", "/workspaces")


def _pages(server: responses.RequestsMock, *pages: dict[str, Any]) -> None:
    offset = 0
    for page in pages:
        size = page["meta"]["paging"]["currentPageSize"]
        query = matchers.query_param_matcher({"offset": str(offset), "limit": "5000", "sort": "+name"})
        server.get(URL, json=page, match=[query])
        offset += size


def _page(names: list[str], total: int, **paging: Any) -> dict[str, Any]:
    size = {"currentPageSize": len(names), "totalSize": total, **paging}
    return {"meta": {"paging": size}, "workspaces": [{"name": name} for name in names]}


def _listed(client: AnaplanClient) -> list[str]:
    return [row["name"] for row in client.list("/workspaces", "workspaces", {"sort": "+name"})]


def test_a_list_is_read_to_its_end_in_pages_of_any_size(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Some lists give shorter pages than were asked for."""
    _pages(server, _page(["a", "b"], 5), _page(["c", "d"], 5), _page(["e"], 5))

    assert _listed(client) == ["a", "b", "c", "d", "e"]


def test_the_next_link_is_not_followed(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """It starts again with pages of twenty even when everything was given."""
    _pages(server, _page(["a", "b"], 2, next="https://api.test/2/0/workspaces?limit=20&offset=20"))

    assert _listed(client) == ["a", "b"]


def test_an_absent_collection_is_an_empty_one(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Anaplan drops the key of an empty list."""
    _pages(server, {"meta": {"paging": {"currentPageSize": 0, "totalSize": 0}}})

    assert _listed(client) == []


def test_an_empty_page_ends_a_list_that_claims_more(server: responses.RequestsMock, client: AnaplanClient) -> None:
    """Rows may be deleted while the list is read; asking for ever would not bring them back."""
    _pages(server, _page(["a"], 3), _page([], 3))

    assert _listed(client) == ["a"]


@pytest.mark.parametrize(
    "content",
    [[], {"workspaces": {"name": "a"}}, {"workspaces": ["a"]}, {"workspaces": [{"name": "a"}] * 5000}, {"meta": 7}],
    ids=["a list", "one object", "texts", "a full page without a total", "no envelope"],
)
def test_a_list_of_another_form_is_not_taken_for_empty(
    server: responses.RequestsMock, client: AnaplanClient, content: object
) -> None:
    """An empty result never stands for an answer that was not understood."""
    server.get(URL, json=content)

    with pytest.raises(ContractBroken, match="/2/0/workspaces"):
        _listed(client)
