"""A person's consent in the browser: the address to open, the answer that comes back, the tokens it is worth.

Authorization code with PKCE, for apps with a secret (web) and without one (mobile or desktop).
Source: Xero, OAuth 2.0, The standard authorization code flow; The PKCE flow. RFC 7636.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from http import HTTPStatus
from urllib.parse import urlencode

from pydantic import SecretStr

from ml_connector import callback
from ml_connector.errors import BadCredentials, ConnectorError, SettingsWrong
from ml_connector.http import Http
from ml_connector.xero.auth import XeroCredentials, ask_token, with_token
from ml_connector.xero.identity import error_of, refused

_AGAIN = "start `ml-connector connect xero` again"


@dataclass(frozen=True, slots=True)
class Consent:
    """One question to a person; ``state`` and ``verifier`` tie the answer to it and are used once."""

    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str = field(default_factory=callback.random_text, repr=False)
    verifier: str = field(default_factory=callback.random_text, repr=False)

    def address(self, login_url: str) -> str:
        """What to open in the browser."""
        digest = sha256(self.verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": " ".join(self.scopes),
            "state": self.state,
            "code_challenge": urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return f"{login_url.rstrip('/')}/identity/connect/authorize?{urlencode(query)}"

    def code_in(self, answer: str) -> str:
        """The code in the address that the browser was sent to.

        raises   BadCredentials when it is a no, no answer at all, or the answer to another question
        """
        told = callback.told(answer, self.state, _AGAIN)
        if error := told.get("error"):
            raise _unanswered(error, self)
        return told["code"]


def exchange(
    http: Http,
    identity_url: str,
    consent: Consent,
    secret: SecretStr | None,
    code: str,
    clock: Callable[[], datetime],
) -> XeroCredentials:
    """What the code is worth: credentials with a first pair of tokens.

    secret   None for an app that has none
    raises   BadCredentials, SettingsWrong, RateLimited, VendorDown, ContractBroken
    """
    asked_at = clock()
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": consent.redirect_uri,
        "code_verifier": consent.verifier,
    }
    empty = XeroCredentials(client_id=consent.client_id, client_secret=secret)
    answer = ask_token(http, identity_url, empty, form)
    if error_of(answer) == "invalid_grant":
        raise BadCredentials(
            f"Xero did not take the code ({answer.status} invalid_grant): it is older than five minutes or was used "
            f"already; {_AGAIN}"
        )
    if answer.status != HTTPStatus.OK:
        raise refused(answer, consent.client_id, "web_app", consent.scopes)
    return with_token(empty, answer, asked_at)


def event_of(access_token: str) -> str | None:
    """The id of the consent that a token came from, which /connections calls authEventId; None if it does not tell.

    Only for finding out what a person has just ticked: the token stays opaque for everything else.
    """
    try:
        payload = access_token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
        event = claims["authentication_event_id"]
    except (IndexError, KeyError, TypeError, ValueError):
        return None
    return event if isinstance(event, str) else None


def _unanswered(error: str, consent: Consent) -> ConnectorError:
    shown = error if error.replace("_", "").isalnum() else "an unreadable error"
    if error == "invalid_scope":
        return SettingsWrong(invalid_scope(consent.client_id, consent.scopes))
    return SettingsWrong(f"Xero refused the question itself ({shown[:60]}, client {consent.client_id}): {_AGAIN}")


def invalid_scope(client_id: str, scopes: tuple[str, ...]) -> str:
    """What a person has to know when Xero says invalid_scope."""
    return (
        f"Xero does not grant app {client_id} the scopes that settings need: {' '.join(scopes)} (invalid_scope). At "
        "developer.xero.com, My Apps, open the app's configuration and add those that are missing; an app made since "
        "2 March 2026 knows only granular scopes like these"
    )
