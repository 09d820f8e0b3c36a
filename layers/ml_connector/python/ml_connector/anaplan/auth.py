"""Logging in to Anaplan: a token of 35 minutes, prolonged while it lives. Here with e-mail and password.

Source: Anaplan, "Use basic authentication" and "Refresh your authentication token".
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from pydantic import SecretStr

from ml_connector.anaplan.refusals import refusal
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken
from ml_connector.http import Http
from ml_connector.tokens import Credentials

MARGIN = timedelta(minutes=10)
"""How much life a token must have left to be used: longer than a slow upload of one chunk."""

_LIFE = timedelta(minutes=35)
"""The life of a token whose end Anaplan does not tell."""

CONNECT = "`ml-connector connect anaplan`"
_SHOWN = 50


class AnaplanCredentials(Credentials):
    """The secret of an Anaplan connection; which of the fields it needs is told by the kind of the connection.

    email, password                       basic
    certificate, private_key, passphrase  certificate; both PEM, the passphrase only if the key has one
    client_id, client_secret, refresh_token   oauth and device; a device client has no secret
    """

    email: str = ""
    password: SecretStr | None = None
    certificate: str | None = None
    private_key: SecretStr | None = None
    passphrase: SecretStr | None = None
    client_id: str = ""
    client_secret: SecretStr | None = None
    refresh_token: SecretStr | None = None
    token: SecretStr | None = None

    def bearer(self) -> SecretStr | None:
        """The token to send, if one was ever got."""
        return self.token


class _TokenInfo(Described):
    token_value: SecretStr
    expires_at: int | None = None


class _Login(Described):
    token_info: _TokenInfo


LogIn = Callable[[Http, str, AnaplanCredentials], Answer]
"""Asks for a first token: given HTTP, the root of the auth service and credentials, gives its answer."""


def renew(
    http: Http, auth_url: str, clock: Callable[[], datetime], log_in: LogIn | None = None
) -> Callable[[AnaplanCredentials], AnaplanCredentials]:
    """A way to turn credentials into the same ones with a fresh token.

    A token near its end is prolonged. One that is dead, or fresh and yet given here, which means that Anaplan
    refused it, is replaced by logging in.

    clock    aware UTC
    log_in   how to log in; with e-mail and password unless given
    raises   BadCredentials, RateLimited, VendorDown or ContractBroken, from the function that is returned
    """
    root = auth_url.rstrip("/")

    def renewed(old: AnaplanCredentials) -> AnaplanCredentials:
        if old.token is not None and _near_its_end(old.expires_at, clock()):
            answer = _prolong(http, root, old.token)
            if answer.status not in (400, 401):
                return _with_token(old, answer, clock())
        return _with_token(old, (log_in or by_password)(http, root, old), clock())

    return renewed


def _near_its_end(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and timedelta(0) < expires_at - now <= MARGIN


def _prolong(http: Http, root: str, token: SecretStr) -> Answer:
    header = {"Authorization": f"AnaplanAuthToken {token.get_secret_value()}"}
    return http.send("POST", f"{root}/token/refresh", headers=header)


def by_password(http: Http, root: str, credentials: AnaplanCredentials) -> Answer:
    """The auth service's answer to e-mail and password."""
    password = credentials.password
    if not credentials.email or password is None or not password.get_secret_value():
        raise BadCredentials(f"The Anaplan secret lacks email or password; write both with {CONNECT}")
    return http.send("POST", f"{root}/token/authenticate", auth=(credentials.email, password.get_secret_value()))


def _with_token(old: AnaplanCredentials, answer: Answer, now: datetime) -> AnaplanCredentials:
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - the range of success
        raise _refused(answer, old)
    # Sometimes the value stays and only its end moves, sometimes both change: what came back is what counts.
    info = read_as(_Login, answer.json(), answer.asked).token_info
    ends = now + _LIFE if info.expires_at is None else _by_our_clock(info.expires_at, answer, now)
    return old.model_copy(update={"token": info.token_value, "expires_at": ends})


def _by_our_clock(expires_at: int, answer: Answer, now: datetime) -> datetime:
    """Anaplan tells the end by its own clock; ours may be minutes away from that."""
    return now + (datetime.fromtimestamp(expires_at / 1000, UTC) - (answer.date() or now))


def _refused(answer: Answer, credentials: AnaplanCredentials) -> ConnectorError:
    if answer.status not in (400, 401, 403):
        return refusal(answer)
    said = _status_of(answer)
    who = "of the certificate" if credentials.certificate else f"of {credentials.email}"
    proof = f"Anaplan refused the login {who} ({answer.status} {said or 'without a reason'})"
    if credentials.certificate:
        return BadCredentials(
            f"{proof}: it is not registered for the user, was revoked, or its form is not accepted: try the other "
            "certificate_format or timestamp_unit in settings, and see that this machine's clock is right"
        )
    if said == "FAILURE_BAD_HEADER":
        return BadCredentials(f"{proof}: it could not read the login; write e-mail and password anew with {CONNECT}")
    return BadCredentials(
        f"{proof}: the password is wrong or has expired, and then {CONNECT} stores the new one; "
        "or single sign-on is enforced, which looks the same: have the user made an exception user"
    )


def _status_of(answer: Answer) -> str:
    try:
        return str(answer.json()["status"])[:_SHOWN]
    except (ContractBroken, KeyError, TypeError):
        return ""
