"""The token endpoint. Source: Xero, OAuth 2.0, token types, lifetimes and Custom Connections."""

import pytest
import requests

from tests.simulators.xero.client import TIMEOUT, Client

MINUTE = 60
DAY = 24 * 60 * MINUTE


def test_a_refresh_is_answered_with_a_new_refresh_token(client: Client) -> None:
    """Rotation is what loses the connection of every client that does not store the new token."""
    body = client.refresh().json()

    assert body["refresh_token"] != client.about["refresh_token"]
    assert (body["expires_in"], body["token_type"]) == (1800, "Bearer")
    assert "accounting.invoices.read" in body["scope"].split()


def test_a_used_refresh_token_is_good_for_30_minutes_more(client: Client) -> None:
    """A client that lost the answer must be able to ask again, for a while."""
    used = client.about["refresh_token"]
    client.refresh(used)

    client.advance(30 * MINUTE - 1)
    again = client.refresh(used)
    client.advance(1)
    too_late = client.refresh(used)

    assert again.status_code == 200
    assert (too_late.status_code, too_late.json()) == (400, {"error": "invalid_grant"})


def test_a_replayed_refresh_is_not_the_end_of_its_successor(client: Client) -> None:
    """Two workers that refreshed at once both hold good tokens; the grace is for that."""
    first = client.refresh().json()["refresh_token"]
    client.refresh()

    assert client.refresh(first).status_code == 200


@pytest.mark.parametrize(("days", "status"), [(59, 200), (60, 400)])
def test_an_unused_refresh_token_is_good_for_60_days(client: Client, days: int, status: int) -> None:
    """An organisation that nobody synchronises for two months has to be connected again."""
    unused = client.refresh().json()["refresh_token"]
    client.advance(days * DAY)

    assert client.refresh(unused).status_code == status


def test_an_unknown_refresh_token_is_an_invalid_grant(client: Client) -> None:
    """The error by which a client knows that a person must act."""
    answer = client.refresh("never-given-out")

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})


def test_a_custom_connection_is_given_no_refresh_token(client: Client) -> None:
    """It just asks again."""
    body = client.ask_token(grant_type="client_credentials", scope="accounting.invoices.read").json()

    assert "refresh_token" not in body
    assert body["scope"] == "accounting.invoices.read"


def test_an_unassigned_scope_is_refused_at_the_token_endpoint(client: Client) -> None:
    """As accounting.journals.read is for every app of today."""
    answer = client.ask_token(grant_type="client_credentials", scope="accounting.journals.read")

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_scope"})


@pytest.mark.parametrize(
    ("client_id", "secret", "error"),
    [("right", "wrong", "invalid_client"), ("wrong", "right", "invalid_client"), ("", "", "unauthorized_client")],
)
def test_a_wrong_client_is_refused(client: Client, client_id: str, secret: str, error: str) -> None:
    """A fault of the settings, not of the connection."""
    form = {
        "grant_type": "refresh_token",
        "refresh_token": client.about["refresh_token"],
        "client_id": client.about["client_id"] if client_id == "right" else client_id,
        "client_secret": client.about["client_secret"] if secret == "right" else secret,
    }

    answer = requests.post(f"{client.running.url}/connect/token", data=form, timeout=TIMEOUT)

    assert (answer.status_code, answer.json()) == (400, {"error": error})


def test_a_client_is_also_known_by_its_form(client: Client) -> None:
    """The official client sends id and secret in the body."""
    form = {"grant_type": "client_credentials"} | {name: client.about[name] for name in ("client_id", "client_secret")}

    assert requests.post(f"{client.running.url}/connect/token", data=form, timeout=TIMEOUT).status_code == 200


def test_an_unknown_grant_is_refused(client: Client) -> None:
    """There is no password grant at Xero."""
    assert client.ask_token(grant_type="password").json() == {"error": "unsupported_grant_type"}


def test_a_revoked_consent_is_the_end_of_its_tokens_and_connections(client: Client) -> None:
    """Revoking one refresh token cuts every organisation of the person off."""
    basic = (client.about["client_id"], client.about["client_secret"])
    form = {"token": client.refresh().json()["refresh_token"]}
    answer = requests.post(f"{client.running.url}/connect/revocation", data=form, auth=basic, timeout=TIMEOUT)

    assert (answer.status_code, answer.content) == (200, b"")
    assert client.refresh().json() == {"error": "invalid_grant"}
    assert client.get("Invoices").status_code == 401
    assert not client.running.simulator.state.connections.all()


def test_a_new_consent_is_connecting_everything_again(client: Client) -> None:
    """After an operator's revoke a person can reconnect, as in the browser."""
    client.admin("POST", "revoke")
    assert client.refresh().json() == {"error": "invalid_grant"}

    token = client.admin("POST", "consent").json()["refresh_token"]
    client.token = client.refresh(token).json()["access_token"]

    assert len(client.connections().json()) == 2


def test_a_description_is_good_at_any_time(client: Client) -> None:
    """Credentials are the same at every start, and the refresh token is always the newest."""
    client.refresh()
    client.advance(DAY)

    described = client.running.description()

    assert (described["client_id"], described["client_secret"]) == (
        client.about["client_id"],
        client.about["client_secret"],
    )
    assert client.refresh(described["refresh_token"]).status_code == 200
