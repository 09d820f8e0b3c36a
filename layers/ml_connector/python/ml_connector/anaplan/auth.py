"""Logging in to Anaplan with e-mail and password: a token of 35 minutes, prolonged while it lives.

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

_CONNECT = "`ml-connector connect`"
_SHOWN = 50


class AnaplanCredentials(Credentials):
    """The secret of an Anaplan connection."""

    email: str
    password: SecretStr
    token: SecretStr | None = None

    def bearer(self) -> SecretStr | None:
        """The token to send, if one was ever got."""
        return self.token


class _TokenInfo(Described):
    token_value: SecretStr
    expires_at: int | None = None


class _Login(Described):
    token_info: _TokenInfo


def renew(
    http: Http, auth_url: str, clock: Callable[[], datetime]
) -> Callable[[AnaplanCredentials], AnaplanCredentials]:
    """A way to turn credentials into the same ones with a fresh token.

    A token near its end is prolonged. One that is dead, or fresh and yet given here, which means that Anaplan
    refused it, is replaced by logging in.

    clock    aware UTC
    raises   BadCredentials, RateLimited, VendorDown or ContractBroken, from the function that is returned
    """
    root = auth_url.rstrip("/")

    def renewed(old: AnaplanCredentials) -> AnaplanCredentials:
        if old.token is not None and _near_its_end(old.expires_at, clock()):
            answer = _prolong(http, root, old.token)
            if answer.status not in (400, 401):
                return _with_token(old, answer, clock())
        return _with_token(old, _log_in(http, root, old), clock())

    return renewed


def _near_its_end(expires_at: datetime | None, now: datetime) -> bool:
    return expires_at is not None and timedelta(0) < expires_at - now <= MARGIN


def _prolong(http: Http, root: str, token: SecretStr) -> Answer:
    header = {"Authorization": f"AnaplanAuthToken {token.get_secret_value()}"}
    return http.send("POST", f"{root}/token/refresh", headers=header)


def _log_in(http: Http, root: str, credentials: AnaplanCredentials) -> Answer:
    password = credentials.password.get_secret_value()
    if not credentials.email or not password:
        raise BadCredentials(f"The Anaplan secret lacks email or password; write both with {_CONNECT}")
    return http.send("POST", f"{root}/token/authenticate", auth=(credentials.email, password))


def _with_token(old: AnaplanCredentials, answer: Answer, now: datetime) -> AnaplanCredentials:
    if not 200 <= answer.status < 300:  # noqa: PLR2004 - the range of success
        raise _refused(answer, old.email)
    # Sometimes the value stays and only its end moves, sometimes both change: what came back is what counts.
    info = read_as(_Login, answer.json(), answer.asked).token_info
    ends = now + _LIFE if info.expires_at is None else datetime.fromtimestamp(info.expires_at / 1000, UTC)
    return old.model_copy(update={"token": info.token_value, "expires_at": ends})


def _refused(answer: Answer, email: str) -> ConnectorError:
    if answer.status not in (400, 401, 403):
        return refusal(answer)
    said = _status_of(answer)
    proof = f"Anaplan refused the login of {email} ({answer.status} {said or 'without a reason'})"
    if said == "FAILURE_BAD_HEADER":
        return BadCredentials(f"{proof}: it could not read the login; write e-mail and password anew with {_CONNECT}")
    return BadCredentials(
        f"{proof}: the password is wrong or has expired, and then {_CONNECT} stores the new one; "
        "or single sign-on is enforced, which looks the same: have the user made an exception user"
    )


def _status_of(answer: Answer) -> str:
    try:
        return str(answer.json()["status"])[:_SHOWN]
    except (ContractBroken, KeyError, TypeError):
        return ""
