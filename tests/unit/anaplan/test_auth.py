"""Logging in: prolong a token near its end, log in anew otherwise, and tell the refusals apart."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
import responses
from ml_connector.anaplan.auth import AnaplanCredentials, renew
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken, RateLimited, VendorDown
from ml_connector.http import Http
from responses import matchers

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
LOGIN = "https://auth.test/token/authenticate"
PROLONG = "https://auth.test/token/refresh"
ENDS = NOW + timedelta(minutes=35)

Renew = Callable[[AnaplanCredentials], AnaplanCredentials]


@pytest.fixture
def renewed() -> Renew:
    return renew(Http(requests.Session()), "https://auth.test/", lambda: NOW)


def _secret(minutes: float | None = None, changes: dict[str, str] | None = None) -> AnaplanCredentials:
    token = {} if minutes is None else {"token": "old", "expires_at": NOW + timedelta(minutes=minutes)}
    return AnaplanCredentials.model_validate(
        {"email": "loader@example.com", "password": "pä:ss", **token, **(changes or {})}
    )


def _token(value: str, **more: Any) -> dict[str, Any]:
    info = {"tokenId": "1", "tokenValue": value, "expiresAt": int(ENDS.timestamp() * 1000), "refreshTokenId": "2"}
    return {"status": "SUCCESS", "tokenInfo": info | more}


def _value(credentials: AnaplanCredentials) -> str:
    token = credentials.bearer()
    assert token is not None
    return token.get_secret_value()


def test_a_first_login_sends_email_and_password(server: responses.RequestsMock, renewed: Renew) -> None:
    """The answer is 201 and the end of the token comes in milliseconds."""
    basic = base64.b64encode("loader@example.com:pä:ss".encode()).decode()
    server.post(
        LOGIN, status=201, json=_token("new"), match=[matchers.header_matcher({"Authorization": f"Basic {basic}"})]
    )

    fresh = renewed(_secret())

    assert (_value(fresh), fresh.expires_at) == ("new", ENDS)


@pytest.mark.parametrize("value", ["old", "new"], ids=["same value", "new value"])
def test_a_token_near_its_end_is_prolonged(server: responses.RequestsMock, renewed: Renew, value: str) -> None:
    """Anaplan asks to keep one token per session; whether its value stays differs."""
    old = matchers.header_matcher({"Authorization": "AnaplanAuthToken old"})
    server.post(PROLONG, json=_token(value), match=[old])

    fresh = renewed(_secret(minutes=3))

    assert (_value(fresh), fresh.expires_at) == (value, ENDS)


@pytest.mark.parametrize("minutes", [-1, 0, 30], ids=["dead", "just dead", "fresh but refused"])
def test_a_token_that_cannot_be_prolonged_is_replaced(
    server: responses.RequestsMock, renewed: Renew, minutes: float
) -> None:
    """A fresh one is only given here after Anaplan refused it; prolonging would give the same one back."""
    server.post(LOGIN, status=201, json=_token("new"))

    assert _value(renewed(_secret(minutes))) == "new"


@pytest.mark.parametrize("status", [400, 401])
def test_a_refused_prolongation_falls_back_to_logging_in(
    server: responses.RequestsMock, renewed: Renew, status: int
) -> None:
    """Somebody may have logged the token out."""
    server.post(PROLONG, status=status, json={"status": "FAILURE_BAD_CREDENTIAL"})
    server.post(LOGIN, status=201, json=_token("new"))

    assert _value(renewed(_secret(minutes=3))) == "new"


def test_fields_anaplan_adds_are_ignored_and_ours_survive(server: responses.RequestsMock, renewed: Renew) -> None:
    """The secret may hold notes of the operator, the answer a field announced for later."""
    server.post(LOGIN, status=201, json=_token("new", refreshToken="x"))

    fresh = renewed(_secret(changes={"note": "ask Ann"}))

    assert fresh.model_extra == {"note": "ask Ann"}


def test_a_token_without_an_end_is_taken_to_live_as_documented(server: responses.RequestsMock, renewed: Renew) -> None:
    """Rather than being renewed before every call."""
    server.post(LOGIN, status=201, json={"tokenInfo": {"tokenValue": "new"}})

    assert renewed(_secret()).expires_at == ENDS


def test_a_refused_password_names_its_three_causes(server: responses.RequestsMock, renewed: Renew) -> None:
    """Anaplan answers alike to a wrong password, an expired one, and one under enforced single sign-on."""
    server.post(LOGIN, status=401, json={"status": "FAILURE_BAD_CREDENTIAL", "statusMessage": "no"})

    with pytest.raises(BadCredentials, match=r"wrong or has expired.*single sign-on") as caught:
        renewed(_secret())

    assert "loader@example.com (401 FAILURE_BAD_CREDENTIAL)" in str(caught.value)
    assert "pä:ss" not in str(caught.value)


def test_an_unreadable_login_is_told_apart_from_a_refused_one(server: responses.RequestsMock, renewed: Renew) -> None:
    """Changing the password would not help."""
    server.post(LOGIN, status=401, json={"status": "FAILURE_BAD_HEADER"})

    with pytest.raises(BadCredentials, match="could not read the login"):
        renewed(_secret())


@pytest.mark.parametrize("lacking", ["email", "password"])
def test_an_empty_secret_asks_nobody(renewed: Renew, lacking: str) -> None:
    """Anaplan would count it as a failed attempt."""
    with pytest.raises(BadCredentials, match="lacks email or password"):
        renewed(_secret(changes={lacking: ""}))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (429, "{}", RateLimited),
        (503, "<html>", VendorDown),
        (404, "{}", ContractBroken),
        (201, "<html>", ContractBroken),
        (201, '{"tokenInfo": {}}', ContractBroken),
    ],
    ids=["too many", "down", "wrong host", "html", "no token"],
)
def test_other_answers_do_not_blame_the_password(
    server: responses.RequestsMock, renewed: Renew, status: int, body: str, kind: type[ConnectorError]
) -> None:
    """A person would change it in vain."""
    server.post(LOGIN, status=status, body=body)

    with pytest.raises(kind):
        renewed(_secret())
