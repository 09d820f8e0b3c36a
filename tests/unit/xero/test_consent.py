"""The question to a person, the answer from the browser, and what it is worth."""

from base64 import urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
import requests
import responses
from ml_connector.datasets import DATASETS
from ml_connector.errors import BadCredentials, ConnectorError, SettingsWrong, VendorDown
from ml_connector.http import Http
from ml_connector.xero.auth import XeroCredentials
from ml_connector.xero.consent import Consent, event_of, exchange
from ml_connector.xero.scopes import needed
from pydantic import SecretStr

from infra.local.vendors.xero.identity.jwt import access_token
from tests.unit.xero.vendor import sent

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
BACK = "http://localhost:8765/callback"
CONSENT = Consent("id", BACK, ("accounting.settings.read", "offline_access"))


def answered(**query: str) -> str:
    return requests.Request("GET", BACK, params=query).prepare().url or ""


def worth(secret: SecretStr | None = None) -> XeroCredentials:
    return exchange(Http(requests.Session()), "https://identity.test", CONSENT, secret, "c-1", lambda: NOW)


def test_the_address_asks_for_what_is_needed_and_hides_the_verifier() -> None:
    """Only the hash travels through the browser."""
    address = CONSENT.address("https://login.test/")
    query = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    digest = urlsafe_b64encode(sha256(CONSENT.verifier.encode()).digest()).rstrip(b"=").decode()

    assert address.startswith("https://login.test/identity/connect/authorize?")
    assert (query["scope"], query["redirect_uri"]) == ("accounting.settings.read offline_access", BACK)
    assert (query["code_challenge"], query["code_challenge_method"]) == (digest, "S256")
    assert CONSENT.verifier not in address
    assert 43 <= len(CONSENT.verifier) <= 128
    assert CONSENT.verifier not in repr(CONSENT)


def test_every_question_is_another_one() -> None:
    """A state that can be guessed protects nobody."""
    assert len({Consent("id", BACK, ()).state for _ in range(20)}) == 20


def test_the_code_is_in_the_address_that_the_browser_was_sent_to() -> None:
    """Pasted by a person, it may have spaces around it."""
    assert CONSENT.code_in(f"  {answered(code='c-1', state=CONSENT.state)}\n") == "c-1"


@pytest.mark.parametrize(
    ("query", "error", "says"),
    [
        ({"code": "c-1", "state": "somebody else's"}, BadCredentials, "state differs"),
        ({"code": "c-1"}, BadCredentials, "state differs"),
        ({"code": "c-1", "state": "é"}, BadCredentials, "state differs"),
        ({"state": CONSENT.state}, BadCredentials, "neither a code nor an error"),
        ({"error": "access_denied", "state": CONSENT.state}, BadCredentials, "did not allow"),
        ({"error": "invalid_scope", "state": CONSENT.state}, SettingsWrong, "accounting.settings.read offline_access"),
        ({"error": "<script>", "state": CONSENT.state}, SettingsWrong, "an unreadable error"),
    ],
)
def test_any_other_answer_is_told_apart(query: dict[str, str], error: type[ConnectorError], says: str) -> None:
    """A wrong state may be an attack, a no is a person's right, a wrong scope is the app's configuration."""
    with pytest.raises(error, match=says):
        CONSENT.code_in(answered(**query))


@pytest.mark.parametrize("secret", [SecretStr("s3cret"), None])
def test_a_code_is_worth_credentials(server: responses.RequestsMock, secret: SecretStr | None) -> None:
    """With a secret it is shown as Basic; an app without one shows its id and the verifier."""
    pair = {"access_token": "a", "refresh_token": "r", "expires_in": 1800, "something": "new"}
    server.post("https://identity.test/connect/token", json=pair)

    got = worth(secret)

    form = parse_qs(str(sent(server).body))
    assert form["code_verifier"] == [CONSENT.verifier]
    assert ("Authorization" in sent(server).headers, form.get("client_id")) == (
        bool(secret),
        None if secret else ["id"],
    )
    assert got.refresh_token == SecretStr("r")
    assert got.client_secret == secret


@pytest.mark.parametrize(
    ("status", "body", "error", "says"),
    [
        (400, '{"error": "invalid_grant"}', BadCredentials, "five minutes"),
        (400, '{"error": "invalid_client"}', BadCredentials, "client secret"),
        (400, '{"error": "invalid_scope"}', SettingsWrong, "offline_access"),
        (502, "<html>Bad gateway</html>", VendorDown, "502"),
    ],
)
def test_a_refused_code_is_explained(
    server: responses.RequestsMock, status: int, body: str, error: type[ConnectorError], says: str
) -> None:
    """The next step differs: start again, correct the secret, correct the app, wait."""
    server.post("https://identity.test/connect/token", status=status, body=body)

    with pytest.raises(error, match=says) as caught:
        worth(SecretStr("s3cret"))
    assert CONSENT.verifier not in str(caught.value)


def test_the_consent_behind_a_token_is_read_from_it_or_not_at_all() -> None:
    """It only narrows a list for a person; a token in another form must not stop anybody."""
    event = "00000000-0000-4000-8000-000000000001"
    token = access_token("id", ("x",), UUID(event), NOW, NOW, 1)

    assert event_of(token) == event
    assert [event_of(odd) for odd in ("", "opaque", "a.b.c", "a.W10.c", access_token("id", (), None, NOW, NOW, 2))] == [
        None
    ] * 5


def test_only_the_scopes_of_what_is_loaded_are_asked_for() -> None:
    """A person who reads the consent page should see nothing they wonder about."""
    assert needed(["accounts"]) == ("accounting.settings.read",)
    assert needed(["payments"]) == ("accounting.payments.read", "accounting.settings.read")
    assert needed(DATASETS)
