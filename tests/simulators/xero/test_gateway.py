"""Who is let in, and what every answer looks like. Source: Xero, Response codes and errors."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from tests.simulators.xero.books import UK, made_id
from tests.simulators.xero.client import Client

MINUTE = 60


def test_an_expired_token_is_told_from_a_bad_one(client: Client) -> None:
    """Only the first is worth a refresh."""
    client.advance(30 * MINUTE)

    answer = client.get("Invoices")

    assert answer.status_code == 401
    assert answer.json()["Title"] == "Unauthorized"
    assert answer.json()["Detail"].startswith("TokenExpired")


def test_a_token_is_good_until_its_last_second(client: Client) -> None:
    """Thirty minutes are thirty minutes."""
    client.advance(30 * MINUTE - 1)

    assert client.get("Invoices").status_code == 200


@pytest.mark.parametrize("authorization", [None, "Bearer garbage", "Bearer a.b.c=", "Basic Zm9vOmJhcg=="])
def test_a_missing_or_garbled_token_is_unsuccessful(client: Client, authorization: str | None) -> None:
    """The gateway's shape, JSON whatever is accepted."""
    answer = client.get("Invoices", Authorization=authorization, Accept=None)

    assert answer.status_code == 401
    assert set(answer.json()) == {"Type", "Title", "Status", "Detail", "Instance", "Extensions"}
    assert answer.json()["Detail"] == "AuthenticationUnsuccessful"


@pytest.mark.parametrize("tenant_id", [None, "", "not-a-tenant", made_id(9, 9)])
def test_a_missing_or_unknown_tenant_is_forbidden(client: Client, tenant_id: str | None) -> None:
    """403, not 404: the tenant may exist, just not for this token."""
    answer = client.get("Invoices", Xero_Tenant_Id=tenant_id)

    assert answer.status_code == 403
    assert (answer.json()["Title"], answer.json()["Detail"]) == ("Forbidden", "AuthenticationUnsuccessful")


def test_a_disconnected_tenant_is_forbidden_and_gone_from_connections(client: Client) -> None:
    """A person disconnected it inside Xero; the tokens still refresh."""
    client.admin("DELETE", f"tenants/{UK}")

    assert client.get("Invoices").status_code == 403
    assert UK not in [each["tenantId"] for each in client.connections().json()]
    assert client.refresh().status_code == 200


def test_a_tenant_is_known_in_any_letter_case(client: Client) -> None:
    """GUIDs are numbers."""
    assert client.get("Invoices", Xero_Tenant_Id=UK.upper()).status_code == 200


def test_a_token_without_the_scope_is_refused_also_after_a_refresh(client: Client) -> None:
    """Asking again does not help: the consent has no such scope."""
    client.admin("POST", "scopes", {"scopes": ["offline_access", "accounting.contacts.read"]})
    token = client.admin("POST", "consent").json()["refresh_token"]

    for _ in range(2):
        pair = client.refresh(token).json()
        client.token, token = pair["access_token"], pair["refresh_token"]
        answer = client.get("Invoices")
        assert answer.status_code == 401
        assert "insufficient_scope" in answer.headers["WWW-Authenticate"]
    assert client.get("Contacts").status_code == 200


def test_a_write_scope_is_enough_for_reading(client: Client) -> None:
    """The connector asks for accounting.manualjournals without .read."""
    assert client.get("ManualJournals").status_code == 200


def test_an_answer_is_xml_unless_json_is_accepted(client: Client) -> None:
    """The trap of every first call; */* is not JSON either."""
    for accept in (None, "*/*", "text/html"):
        answer = client.get("Invoices", {"page": 1}, Accept=accept)
        assert answer.headers["Content-Type"].startswith("text/xml")
        first = ET.fromstring(answer.content).find("Invoices/Invoice")  # noqa: S314 - our own document
        assert first is not None
        assert first.findtext("LineItems/LineItem/LineAmount") == "10.50"
        assert first.findtext("UpdatedDateUTC") == "2026-01-01T09:00:01"


def test_an_answer_is_in_an_envelope(client: Client) -> None:
    """DateTimeUTC is the simulator's instant, without an offset; keys are PascalCase."""
    body = client.get("Organisation").json()

    assert set(body) == {"Id", "Status", "ProviderName", "DateTimeUTC", "Organisations"}
    assert body["Status"] == "OK"
    assert re.fullmatch(r"/Date\(\d+\)/", body["DateTimeUTC"])
    assert body["DateTimeUTC"] == "/Date(1793534400000)/"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("Invoices", {}, 200),
        ("Invoices", {"Authorization": None}, 401),
        ("Invoices", {"Xero_Tenant_Id": "x"}, 403),
        ("Nothing", {}, 404),
    ],
)
def test_every_answer_is_labelled_with_what_is_left(
    client: Client, path: str, headers: dict[str, Any], status: int
) -> None:
    """Pacing is done by these headers; support asks for the correlation id."""
    answer = client.get(path, None, **headers)

    assert answer.status_code == status
    for name, most in (("X-DayLimit", 5_000), ("X-MinLimit", 60), ("X-AppMinLimit", 10_000)):
        assert 0 <= int(answer.headers[f"{name}-Remaining"]) < most
    assert answer.headers["Xero-Correlation-Id"]


def test_a_path_is_read_in_any_letter_case(client: Client) -> None:
    """The official client asks for /Connections."""
    assert client.get("INVOICES/" + made_id(1, 1).upper()).status_code == 200
    assert client.connections("GET", "").json() == client.connections("GET", "/").json()


def test_an_unknown_record_is_not_found(client: Client) -> None:
    """404, in text."""
    assert client.get(f"Invoices/{made_id(1, 999)}").status_code == 404


def test_an_answer_is_packed_when_the_client_can_unpack(client: Client) -> None:
    """Egress is paid for; a client that asks for identity gets it."""
    packed = client.get("Invoices", {"page": 1}, Accept_Encoding="gzip")
    plain = client.get("Invoices", {"page": 1}, Accept_Encoding="identity")

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert packed.json()["Invoices"] == plain.json()["Invoices"]
