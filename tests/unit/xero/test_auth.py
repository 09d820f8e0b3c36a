"""Renewing a Xero token, and what each refusal means."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
import responses
from ml_connector.errors import (
    BadCredentials,
    ConnectorError,
    ContractBroken,
    RateLimited,
    SettingsWrong,
    VendorDown,
)
from ml_connector.http import Http
from ml_connector.xero.auth import BROAD_SCOPES, READ_SCOPES, Kind, XeroCredentials, renew
from responses import matchers

from tests.unit.xero.vendor import sent

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN = "https://identity.test/connect/token"


def a_secret(**more: str) -> XeroCredentials:
    return XeroCredentials.model_validate({"client_id": "id", "client_secret": "s3cret"} | more)


def renewing(kind: Kind = "web_app") -> Callable[[XeroCredentials], XeroCredentials]:
    return renew(Http(requests.Session()), "https://identity.test/", kind, lambda: NOW)


def form(server: responses.RequestsMock, place: int = -1) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(str(sent(server, place).body)).items()}


def a_token(**more: Any) -> dict[str, Any]:
    return {"access_token": "new", "expires_in": 1800, "token_type": "Bearer", "scope": "x", "id_token": "y"} | more


def test_a_web_app_trades_its_refresh_token_for_a_new_pair(server: responses.RequestsMock) -> None:
    """Refresh tokens rotate: the one that comes back is the only one that counts."""
    basic = matchers.header_matcher({"Authorization": "Basic aWQ6czNjcmV0"})
    server.post(TOKEN, json=a_token(refresh_token="r2"), match=[basic])

    fresh = renewing()(a_secret(refresh_token="r1", note="kept"))

    assert form(server) == {"grant_type": "refresh_token", "refresh_token": "r1"}
    assert fresh == a_secret(refresh_token="r2", access_token="new", expires_at="2026-11-22T09:30:00Z", note="kept")


def test_a_custom_connection_asks_with_its_scopes_and_needs_no_refresh_token(server: responses.RequestsMock) -> None:
    """Client credentials never rotate, so there is nothing to lose."""
    server.post(TOKEN, json=a_token())

    fresh = renewing("custom")(a_secret())

    assert form(server) == {"grant_type": "client_credentials", "scope": " ".join(READ_SCOPES)}
    assert fresh.refresh_token is None


def test_an_older_custom_connection_is_asked_for_broad_scopes_next(server: responses.RequestsMock) -> None:
    """Connections from before April 2026 may know no granular scopes."""
    server.post(TOKEN, status=400, json={"error": "invalid_scope"})
    server.post(TOKEN, json=a_token())

    renewing("custom")(a_secret())

    assert form(server)["scope"] == BROAD_SCOPES


def test_scopes_that_the_secret_names_are_the_only_ones_tried(server: responses.RequestsMock) -> None:
    """A person who names scopes wants to hear when they are not granted."""
    server.post(TOKEN, status=400, json={"error": "invalid_scope"})

    with pytest.raises(SettingsWrong, match="scopes"):
        renewing("custom")(a_secret(scope="accounting.settings.read"))


@pytest.mark.parametrize(("told", "seconds"), [({}, 1800), ({"expires_in": "60"}, 60), ({"expires_in": None}, 1800)])
def test_a_token_of_untold_life_lives_half_an_hour(
    server: responses.RequestsMock, told: dict[str, Any], seconds: int
) -> None:
    """Xero documents 30 minutes; a missing field must not stop the run."""
    answer = a_token()
    del answer["expires_in"]
    server.post(TOKEN, json=answer | told)

    assert renewing()(a_secret(refresh_token="r1")).expires_at == NOW + timedelta(seconds=seconds)


def test_a_refresh_token_that_does_not_come_back_stays(server: responses.RequestsMock) -> None:
    """Dropping it would need a person to connect again."""
    server.post(TOKEN, json=a_token())
    secret = renewing()(a_secret(refresh_token="r1"))

    assert secret.refresh_token == a_secret(refresh_token="r1").refresh_token


def test_a_web_app_without_a_refresh_token_has_to_be_connected() -> None:
    """Nothing needs to be asked to know that."""
    with pytest.raises(BadCredentials, match="ml-connector connect"):
        renewing()(a_secret())


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (400, '{"error": "invalid_grant"}', BadCredentials, "connect again"),
        (400, '{"error": "invalid_client"}', BadCredentials, "client secret"),
        (401, '{"error": "invalid_client"}', BadCredentials, "client secret"),
        (400, '{"error": "unauthorized_client"}', SettingsWrong, "kind: web_app"),
        (400, '{"error": "unsupported_grant_type"}', SettingsWrong, "kind: web_app"),
        (400, '{"error": "invalid_scope"}', SettingsWrong, "scopes"),
        (500, "", VendorDown, "500"),
        (503, "<html>", VendorDown, "503"),
        (400, '{"error": "brand_new"}', ContractBroken, "brand_new"),
        (400, '["odd"]', ContractBroken, "400"),
        (404, "<html>", ContractBroken, "xero_identity"),
        (200, "<html>", ContractBroken, "not JSON"),
        (200, '{"token": "?"}', ContractBroken, "access_token"),
        (200, "[]", ContractBroken, "access_token"),
    ],
)
def test_each_refusal_says_what_to_do(
    server: responses.RequestsMock, status: int, body: str, error: type[ConnectorError], says: str
) -> None:
    """Whether to wait, to connect again or to mend settings is all that an operator wants to know."""
    server.post(TOKEN, status=status, body=body)

    with pytest.raises(error, match=says) as caught:
        renewing()(a_secret(refresh_token="r1"))
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(("word", "spent"), [("invalid_grant", True), ("invalid_client", False)])
def test_only_a_refused_refresh_token_is_spent_for_good(
    server: responses.RequestsMock, word: str, *, spent: bool
) -> None:
    """A wrong client secret can be corrected at Xero; a spent refresh token never comes back."""
    server.post(TOKEN, status=400, json={"error": word})

    with pytest.raises(BadCredentials) as caught:
        renewing()(a_secret(refresh_token="r1"))
    assert caught.value.spent is spent


@pytest.mark.parametrize(("header", "seconds"), [({"Retry-After": "9"}, 9), ({}, 60)])
def test_a_throttled_identity_host_is_waited_for(
    server: responses.RequestsMock, header: dict[str, str], seconds: float
) -> None:
    """Tokens stay as they are; the workflow waits."""
    server.post(TOKEN, status=429, headers=header)

    with pytest.raises(RateLimited) as caught:
        renewing()(a_secret(refresh_token="r1"))
    assert caught.value.retry_after == seconds
