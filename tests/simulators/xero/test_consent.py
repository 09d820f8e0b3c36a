"""The consent page, the code it gives, and what the code is good for. Source: Xero, OAuth 2.0; RFC 7636."""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from tests.simulators.xero.client import TIMEOUT, Client

BACK = "http://localhost:8765/callback"
VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
SCOPE = "offline_access accounting.settings.read"


def question(client: Client, **other: str | None) -> dict[str, str]:
    usual = {
        "response_type": "code",
        "client_id": client.about["client_id"],
        "redirect_uri": BACK,
        "scope": SCOPE,
        "state": "s-1",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    return {name: value for name, value in (usual | other).items() if value is not None}


def page(client: Client, **other: str | None) -> requests.Response:
    url = f"{client.running.url}/identity/connect/authorize"
    return requests.get(url, params=question(client, **other), timeout=TIMEOUT, allow_redirects=False)


def press(client: Client, answer: str = "allow", tenants: int | None = None, **other: str | None) -> dict[str, str]:
    """Open the page, press a button as a browser would, and give the query that the app is sent."""
    html = page(client, **other).text
    fields: list[tuple[str, Any]] = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)
    boxes = re.findall(r'type="checkbox" name="(tenant)" value="([^"]*)"', html)[:tenants]
    form = [*fields, *boxes, ("answer", answer)]
    url = f"{client.running.url}/identity/connect/authorize"
    sent_back = requests.post(url, data=form, timeout=TIMEOUT, allow_redirects=False)
    assert sent_back.status_code == 302, sent_back.text
    assert sent_back.headers["Location"].startswith(BACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(sent_back.headers["Location"]).query).items()}


def exchange(client: Client, code: str, **other: str) -> requests.Response:
    form = {"code": code, "redirect_uri": BACK, "code_verifier": VERIFIER} | other
    return client.ask_token(grant_type="authorization_code", **form)


def test_a_consent_gives_a_code_and_the_code_a_token_pair(client: Client) -> None:
    """The whole way of a browser: page, button, redirect, exchange; the state comes back as it was."""
    back = press(client)
    pair = exchange(client, back["code"]).json()

    assert back["state"] == "s-1"
    assert client.refresh(pair["refresh_token"]).status_code == 200


def test_the_organisations_of_one_consent_are_told_by_its_event(client: Client) -> None:
    """Connections of earlier consents are listed too; authEventId tells which were chosen now."""
    pair = exchange(client, press(client, tenants=1)["code"]).json()
    client.token = pair["access_token"]
    first, second = client.connections().json()

    assert first["authEventId"] != second["authEventId"]
    newest = [one for one in (first, second) if one["tenantId"] == client.tenant_id]
    assert client.connections(authEventId=newest[0]["authEventId"]).json() == newest


@pytest.mark.parametrize(
    "other",
    [{"code_verifier": "w" * 43}, {"redirect_uri": "http://localhost:8765/other"}, {"code": "made-up"}],
    ids=["wrong verifier", "other address", "unknown code"],
)
def test_a_code_is_refused_unless_everything_fits(client: Client, other: dict[str, str]) -> None:
    """A stolen code is worth nothing without the verifier."""
    code = other.pop("code", None) or press(client)["code"]

    answer = exchange(client, code, **other)

    assert (answer.status_code, answer.json()) == (400, {"error": "invalid_grant"})


def test_a_code_is_good_once_and_for_five_minutes(client: Client) -> None:
    """It travels through a browser's history."""
    used, late = press(client)["code"], press(client)["code"]
    assert exchange(client, used).status_code == 200
    client.advance(300)

    assert [exchange(client, code).status_code for code in (used, late)] == [400, 400]


def test_an_app_without_a_secret_can_exchange_and_refresh(client: Client) -> None:
    """PKCE is for apps that cannot keep one; a pair that was got with a secret still needs it."""
    url, own = f"{client.running.url}/connect/token", {"client_id": client.about["client_id"]}
    form = {"grant_type": "authorization_code", "redirect_uri": BACK, "code_verifier": VERIFIER}
    pair = requests.post(url, data=own | form | {"code": press(client)["code"]}, timeout=TIMEOUT).json()
    refresh = {"grant_type": "refresh_token"}

    good = requests.post(url, data=own | refresh | {"refresh_token": pair["refresh_token"]}, timeout=TIMEOUT)
    confidential = client.about["refresh_token"]
    bad = requests.post(url, data=own | refresh | {"refresh_token": confidential}, timeout=TIMEOUT)

    assert (good.status_code, bad.json()) == (200, {"error": "invalid_client"})


def test_a_person_may_say_no(client: Client) -> None:
    """The app hears of it, with its state."""
    assert press(client, "cancel") == {"error": "access_denied", "state": "s-1"}


def test_scopes_that_need_no_person_are_denied_in_a_browser(client: Client) -> None:
    """app.connections belongs to client credentials."""
    answer = page(client, scope="app.connections")

    assert "error=access_denied" in answer.headers["Location"]


@pytest.mark.parametrize(
    ("other", "error"),
    [
        ({"client_id": "unknown"}, "unauthorized_client"),
        ({"redirect_uri": "http://127.0.0.1:8765/callback"}, "invalid redirect_uri"),
        ({"redirect_uri": "http://example.com/"}, "invalid redirect_uri"),
        ({"scope": "accounting.journals.read"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"code_challenge_method": "plain"}, "transform algorithm"),
    ],
)
def test_a_wrong_question_is_shown_to_the_person_and_told_to_nobody(
    client: Client, other: dict[str, str | None], error: str
) -> None:
    """A redirect to an address that is not the app's would hand the answer to a stranger."""
    answer = page(client, **other)

    assert (answer.status_code, answer.headers.get("Location")) == (400, None)
    assert error in answer.text


def test_scopes_add_up_until_the_consent_is_revoked(client: Client) -> None:
    """A token of a narrower consent can still do what earlier ones allowed; only revoking narrows it."""
    wide = exchange(client, press(client)["code"]).json()
    basic = (client.about["client_id"], client.about["client_secret"])
    revocation = f"{client.running.url}/connect/revocation"
    requests.post(revocation, data={"token": wide["refresh_token"]}, auth=basic, timeout=TIMEOUT)
    narrow = exchange(client, press(client)["code"]).json()

    assert "accounting.invoices.read" in wide["scope"].split()
    assert sorted(narrow["scope"].split()) == sorted(SCOPE.split())


def test_a_token_outside_its_scope_is_refused_also_after_a_refresh(client: Client) -> None:
    """Whoever refreshes because of it does so for ever."""
    client.admin("POST", "revoke")
    pair = exchange(client, press(client)["code"]).json()

    for token in (pair["access_token"], client.refresh(pair["refresh_token"]).json()["access_token"]):
        client.token = token
        assert client.get("Organisation").status_code == 200
        refused = client.get("Invoices")
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, 'Bearer error="insufficient_scope"')


def test_revoking_ends_every_consent_of_the_person(client: Client) -> None:
    """One person consented twice; both refresh tokens die with one revocation."""
    second = exchange(client, press(client)["code"]).json()["refresh_token"]
    basic = (client.about["client_id"], client.about["client_secret"])
    url = f"{client.running.url}/connect/revocation"
    requests.post(url, data={"token": client.about["refresh_token"]}, auth=basic, timeout=TIMEOUT)

    assert client.refresh(second).json() == {"error": "invalid_grant"}
