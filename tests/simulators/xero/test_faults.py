"""Trouble on order: outages, slow answers, cut lines. Source of the texts: Xero, Response codes and errors."""

import pytest
import requests

from tests.simulators.xero.client import Client

OFFLINE = "The Organisation is offline"


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (500, ""),
        (503, OFFLINE),
        (503, "The Xero API is temporarily unavailable"),
        (503, "The Xero API is currently offline for maintenance"),
        (200, '{"Invoices": [{'),
    ],
)
def test_an_ordered_answer_is_given_once(client: Client, status: int, body: str) -> None:
    """In the vendor's words, malformed JSON too; it costs a call as any other."""
    client.admin("POST", "faults", {"path": "/Invoices$", "status": status, "body": body})

    troubled, healed = client.get("Invoices"), client.get("Invoices")

    assert (troubled.status_code, troubled.text) == (status, body)
    assert troubled.headers["X-MinLimit-Remaining"] == "59"
    assert (healed.status_code, healed.headers["X-MinLimit-Remaining"]) == (200, "58")


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_a_cut_line_is_no_answer(client: Client, kind: str) -> None:
    """And leaves no call in flight behind."""
    client.admin("POST", "limits", {"concurrent": 1})
    client.admin("POST", "faults", {"kind": kind})

    with pytest.raises(requests.ConnectionError):
        client.get("Invoices")

    assert client.get("Invoices").status_code == 200


def test_a_refresh_that_was_cut_after_the_act_is_repeated_within_its_grace(client: Client) -> None:
    """The new token was lost; the old one is still good for a while."""
    client.admin("POST", "faults", {"path": "/connect/token", "kind": "drop_after"})

    with pytest.raises(requests.ConnectionError):
        client.refresh()

    assert client.refresh().status_code == 200


def test_a_slow_answer_is_late_but_whole(client: Client) -> None:
    """A client without a time-out would wait for ever on longer ones."""
    client.admin("POST", "faults", {"path": "Invoices", "kind": "delay", "delay": 0.05})

    answer = client.get("Invoices")

    assert answer.status_code == 200
    assert answer.elapsed.total_seconds() >= 0.05


def test_a_429_can_be_ordered_with_its_headers(client: Client) -> None:
    """A limit that nobody has reached."""
    headers = {"Retry-After": "7", "X-Rate-Limit-Problem": "minute"}
    client.admin("POST", "faults", {"status": 429, "headers": headers})

    answer = client.get("Invoices")

    assert (answer.status_code, answer.content, answer.headers["Retry-After"]) == (429, b"", "7")


def test_a_journal_is_of_requests_without_secrets(client: Client) -> None:
    """Who asked what about whom, when, with which result."""
    client.admin("DELETE", "journal")
    client.get("Invoices", {"page": 1})
    client.refresh()

    listed, refreshed = client.admin("GET", "journal").json()["requests"]

    assert (listed["method"], listed["path"], listed["query"]) == ("GET", "/api.xro/2.0/Invoices", "page=1")
    assert (listed["status"], listed["tenant"]) == (200, client.tenant_id)
    assert (refreshed["path"], refreshed["tenant"]) == ("/connect/token", None)
    assert client.token not in str(listed)
