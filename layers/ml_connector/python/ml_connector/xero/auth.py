"""How a Xero access token is renewed, for both kinds of connection.

Knows Xero's token endpoint; when to renew and where tokens live is decided by ``ml_connector.tokens``.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Literal

from pydantic import SecretStr

from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ContractBroken
from ml_connector.http import Http
from ml_connector.tokens import Credentials
from ml_connector.xero.identity import error_of, refused

Kind = Literal["web_app", "custom"]

LIFE = 1800
"""Seconds an access token lives when the answer does not say. Source: Xero, OAuth 2.0, Token types."""

READ_SCOPES = ("accounting.invoices.read", "accounting.payments.read", "accounting.settings.read")
"""What the datasets of this package need. Source: Xero, Scopes, granular scopes."""

BROAD_SCOPES = "accounting.transactions.read accounting.settings.read"
"""The same for custom connections that are older than granular scopes. Source: Xero, Granular scopes FAQ."""


class XeroCredentials(Credentials):
    """The secret of one connection.

    client_secret   none for an app that cannot keep one (mobile or desktop)
    refresh_token   web apps only; replaced by every renewal
    scope           custom connections only: what to ask for if that is not what settings need, separated by spaces
    """

    client_id: str
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    access_token: SecretStr | None = None
    scope: str | None = None

    def bearer(self) -> SecretStr | None:
        """The access token."""
        return self.access_token


def renew(
    http: Http,
    identity_url: str,
    kind: Kind,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    scopes: Sequence[str] = READ_SCOPES,
) -> Callable[[XeroCredentials], XeroCredentials]:
    """What turns credentials into credentials with a fresh access token.

    identity_url   the root of Xero's identity host
    scopes         what a custom connection asks for; a web app's are those of its consent
    raises         from what is returned: BadCredentials, SettingsWrong, RateLimited, VendorDown, ContractBroken

    Source: Xero, OAuth 2.0, Refreshing access and refresh tokens; Custom connections.
    """

    def ask(credentials: XeroCredentials, form: dict[str, str]) -> Answer:
        return ask_token(http, identity_url, credentials, form)

    def renewed(credentials: XeroCredentials) -> XeroCredentials:
        asked_at = clock()
        if kind == "web_app":
            answer = ask(credentials, _refresh_form(credentials))
        else:
            answer = _with_known_scopes(ask, credentials, scopes)
        if answer.status != HTTPStatus.OK:
            raise refused(answer, credentials.client_id, kind, scopes)
        return with_token(credentials, answer, asked_at)

    return renewed


def ask_token(http: Http, identity_url: str, credentials: XeroCredentials, form: dict[str, str]) -> Answer:
    """The token endpoint's answer to an app that shows its id, and its secret if it has one."""
    secret = credentials.client_secret
    return http.send(
        "POST",
        f"{identity_url.rstrip('/')}/connect/token",
        headers={"Accept": "application/json"},
        data=form if secret else {**form, "client_id": credentials.client_id},
        auth=(credentials.client_id, secret.get_secret_value()) if secret else None,
    )


def _refresh_form(credentials: XeroCredentials) -> dict[str, str]:
    if credentials.refresh_token is None:
        raise BadCredentials(
            f"The secret of Xero client {credentials.client_id} has no refresh_token, and a web app cannot do without; "
            "connect with `ml-connector connect`, or set kind: custom if this is a custom connection"
        )
    return {"grant_type": "refresh_token", "refresh_token": credentials.refresh_token.get_secret_value()}


def _with_known_scopes(
    ask: Callable[[XeroCredentials, dict[str, str]], Answer], credentials: XeroCredentials, wanted: Sequence[str]
) -> Answer:
    """Granular scopes first; a custom connection from before April 2026 may know only the broad ones."""
    scopes = [credentials.scope] if credentials.scope else [" ".join(wanted), BROAD_SCOPES]
    for scope in scopes:
        answer = ask(credentials, {"grant_type": "client_credentials", "scope": scope})
        if error_of(answer) != "invalid_scope":
            break
    return answer


def with_token(credentials: XeroCredentials, answer: Answer, asked_at: datetime) -> XeroCredentials:
    """The credentials with the tokens of an answer of the token endpoint; raises ContractBroken if it has none."""
    found = answer.json()
    token = found.get("access_token") if isinstance(found, dict) else None
    if not isinstance(token, str) or not token:
        raise ContractBroken(
            f"{answer.asked}: Xero answered 200 without an access_token; look at xero_identity in settings"
        )
    update: dict[str, object] = {
        "access_token": SecretStr(token),
        # Counted from before the request, so that a slow answer cannot make a token look younger than it is.
        "expires_at": asked_at + timedelta(seconds=_seconds(found.get("expires_in"))),
    }
    if isinstance(refresh := found.get("refresh_token"), str) and refresh:
        update["refresh_token"] = SecretStr(refresh)
    return credentials.model_copy(update=update)


def _seconds(value: object) -> float:
    try:
        return float(str(value))
    except ValueError:
        return LIFE
