"""OAuth 2.0 at Anaplan: tokens for what a client can show, such as a refresh token, which may rotate or not.

The first refresh token comes from a person, see ``consent``.
Source: Anaplan, "Create an OAuth 2.0 client", OAuth API.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from pydantic import SecretStr

from ml_connector.anaplan.auth import CONNECT, AnaplanCredentials
from ml_connector.anaplan.refusals import refusal
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken
from ml_connector.http import Http

_LIFE = 2100
REFUSALS = (400, 401, 403)
"""Statuses of a refusal."""

_SINGLE_SIGN_ON = (
    "If the tenant enforces single sign-on, Anaplan switches the device grant off for its users. Ask a tenant security "
    "administrator either to make the integration user an exception user, or to create an authorization-code client: "
    "then set kind: oauth in settings and connect again"
)
_GONE = (
    f"the refresh token was revoked, has reached the age that is set for the client, or was used elsewhere: connect "
    f"again with {CONNECT}"
)


class _Tokens(Described, rename="lower"):
    access_token: SecretStr
    refresh_token: SecretStr | None = None
    expires_in: float | None = None


class OAuth:
    """Anaplan's OAuth host.

    oauth_url   its root, which differs by region
    clock       aware UTC
    """

    def __init__(self, http: Http, oauth_url: str, clock: Callable[[], datetime]) -> None:
        self._http = http
        self._root = oauth_url.rstrip("/")
        self._clock = clock

    def renew(self, old: AnaplanCredentials) -> AnaplanCredentials:
        """The credentials with a new token, and with a new refresh token if these rotate.

        raises   BadCredentials (spent when only a person can help), RateLimited, VendorDown, ContractBroken
        """
        if old.refresh_token is None:
            raise BadCredentials(f"The Anaplan secret has no refresh_token: connect with {CONNECT}")
        form = {"grant_type": "refresh_token", "refresh_token": old.refresh_token.get_secret_value()}
        return self._tokens(old, form)

    def _tokens(self, old: AnaplanCredentials, form: dict[str, str]) -> AnaplanCredentials:
        asked_at, answer = self._ask(old, form)
        return self._with_tokens(old, answer, asked_at, device=False)

    def _ask(self, credentials: AnaplanCredentials, form: dict[str, str]) -> tuple[datetime, Answer]:
        secret = credentials.client_secret
        body = {**form, "client_id": credentials.client_id}
        if secret is not None:
            body["client_secret"] = secret.get_secret_value()
        return self._clock(), self._http.send("POST", f"{self._root}/oauth/token", json=body)

    def _with_tokens(
        self, old: AnaplanCredentials, answer: Answer, asked_at: datetime, *, device: bool
    ) -> AnaplanCredentials:
        if answer.status in REFUSALS:
            raise refused(answer, old.client_id, device=device)
        if answer.status != HTTPStatus.OK:
            raise refusal(answer)
        found = read_as(_Tokens, answer.json(), answer.asked)
        life = _LIFE if found.expires_in is None else found.expires_in
        update = {"token": found.access_token, "expires_at": asked_at + timedelta(seconds=life)}
        if found.refresh_token is not None:
            update["refresh_token"] = found.refresh_token
        return old.model_copy(update=update)


def refused(answer: Answer, client_id: str, *, device: bool) -> ConnectorError:
    """What an answer with one of ``REFUSALS`` means, and what to do."""
    word = error_in(answer)
    proof = f"Anaplan refused client {client_id} ({answer.status} {word or 'without a reason'})"
    if device and word in ("access_denied", "unauthorized_client"):
        return BadCredentials(f"{proof}. {_SINGLE_SIGN_ON}")
    if word in ("invalid_grant", "expired_token"):
        return BadCredentials(f"{proof}: {_GONE}", spent=True)
    return BadCredentials(
        f"{proof}: the client id or secret is wrong, or the client was made for the other grant (authorization code "
        f"and device need separate clients); correct it with {CONNECT}"
    )


def error_in(answer: Answer) -> str:
    """Its OAuth error code; empty without one."""
    try:
        return word_of(str(answer.json()["error"]))
    except (ContractBroken, KeyError, TypeError):
        return ""


def word_of(error: str) -> str:
    """An error code as it may be shown: it comes from outside."""
    return error[:40] if error.replace("_", "").isalnum() else "unreadable"
