"""GET and DELETE /connections. Source: Xero, OAuth 2.0, Connections."""

import re

from tests.simulators.xero.books import NZ, UK
from tests.simulators.xero.client import Client


def test_connections_are_a_bare_array_of_organisations(client: Client) -> None:
    """No envelope, no tenant header, and a connection's id is not the tenant's."""
    connections = client.connections().json()

    assert [(each["tenantId"], each["tenantType"], each["tenantName"]) for each in connections] == [
        (UK, "ORGANISATION", "Test & Sons Ltd"),
        (NZ, "ORGANISATION", "Test (NZ) Limited"),
    ]
    assert all(each["id"] != each["tenantId"] for each in connections)


def test_connection_times_are_of_seven_digits_without_a_zone(client: Client) -> None:
    """Python's own ISO parser refuses them before 3.11."""
    times = [each[name] for each in client.connections().json() for name in ("createdDateUtc", "updatedDateUtc")]

    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}", time) for time in times)


def test_connections_are_filtered_by_consent(client: Client) -> None:
    """How an app tells which organisations were chosen just now."""
    event = client.connections().json()[0]["authEventId"]

    assert len(client.connections(authEventId=event).json()) == 2
    assert client.connections(authEventId="00000000-0000-4000-8000-000000000000").json() == []


def test_a_deleted_connection_is_gone(client: Client) -> None:
    """And the organisation's data can no longer be read."""
    connection = client.connections().json()[0]["id"]

    assert client.connections("DELETE", f"/{connection}").status_code == 204
    assert [each["tenantId"] for each in client.connections().json()] == [NZ]
    assert client.get("Invoices").status_code == 403


def test_an_unknown_connection_is_not_found(client: Client) -> None:
    """A tenant's id is not a connection's: a known mistake."""
    assert client.connections("DELETE", f"/{UK}").status_code == 404


def test_connections_are_shown_to_nobody_without_a_token(client: Client) -> None:
    """They say who the customers are."""
    client.token = "garbage"

    assert client.connections().status_code == 401


def test_a_custom_connection_is_one_organisation(client: Client) -> None:
    """Its calls need no tenant header, and it cannot read another organisation."""
    client.token = client.ask_token(grant_type="client_credentials").json()["access_token"]

    assert [each["tenantId"] for each in client.connections().json()] == [UK]
    assert client.get("Organisation", Xero_Tenant_Id=None).json()["Organisations"][0]["OrganisationID"] == UK
    assert client.get("Organisation", Xero_Tenant_Id=NZ).status_code == 403
