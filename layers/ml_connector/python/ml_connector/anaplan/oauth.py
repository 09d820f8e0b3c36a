"""OAuth 2.0 at Anaplan: refreshing, with refresh tokens that rotate or do not, and both ways to a first one.

There is no client-credentials grant; a person has to consent once, in a browser or for a device.
Source: Anaplan, "Create an OAuth 2.0 client", OAuth API.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import urlencode

from pydantic import SecretStr

from ml_connector.anaplan.auth import CONNECT, AnaplanCredentials
from ml_connector.anaplan.refusals import refusal
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.callback import random_text, told
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken, SettingsWrong
from ml_connector.http import Http

SCOPE = "openid profile email offline_access"
"""offline_access is what yields a refresh token."""

_LIFE = 2100
_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_REFUSALS = (400, 401, 403)
_SLOWER = 5.0

_SINGLE_SIGN_ON = (
    "If the tenant enforces single sign-on, Anaplan switches the device grant off for its users. Ask a tenant security "
    "administrator either to make the integration user an exception user, or to create an authorization-code client: "
    "then set kind: oauth in settings and connect again"
)
_GONE = (
    f"the refresh token was revoked, has reached the age that is set for the client, or was used elsewhere: connect "
    f"again with {CONNECT}"
)


class _Tokens(Described):
    access_token: SecretStr
    refresh_token: SecretStr | None = None
    expires_in: float | None = None


class _Started(Described):
    device_code: SecretStr
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None = None
    expires_in: float = 900
    interval: float = 5


class Device(NamedTuple):
    """A login under way: the person opens ``address`` and types ``user_code`` within ``seconds``."""

    code: SecretStr
    user_code: str
    address: str
    seconds: float
    interval: float


@dataclass(frozen=True, slots=True)
class Authorization:
    """One question to a person in a browser."""

    client_id: str
    redirect_uri: str
    state: str = field(default_factory=random_text, repr=False)

    def address(self, oauth_url: str) -> str:
        """What to open."""
        query = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": SCOPE,
            "state": self.state,
        }
        return f"{oauth_url.rstrip('/')}/auth/authorize?{urlencode(query)}"

    def code_in(self, address: str) -> str:
        """The code in the address that the browser ended at; raises BadCredentials or SettingsWrong."""
        answer = told(address, self.state, f"start {CONNECT} again")
        if "code" not in answer:
            raise SettingsWrong(f"Anaplan refused the question ({_word(answer['error'])}, client {self.client_id})")
        return answer["code"]


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

    def exchange(self, asked: Authorization, secret: SecretStr, code: str) -> AnaplanCredentials:
        """What an authorization code is worth."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": asked.redirect_uri}
        return self._tokens(AnaplanCredentials(client_id=asked.client_id, client_secret=secret), form)

    def start_device(self, client_id: str) -> Device:
        """Begin the login of a device; raises BadCredentials when this client or user may not."""
        body = {"client_id": client_id, "scope": SCOPE}
        answer = self._http.send("POST", f"{self._root}/oauth/device/code", json=body)
        if answer.status in _REFUSALS:
            raise _refused(answer, client_id, device=True)
        if answer.status != HTTPStatus.OK:
            raise refusal(answer)
        found = read_as(_Started, answer.json(), answer.asked)
        address = found.verification_uri_complete or found.verification_uri
        return Device(found.device_code, found.user_code, address, found.expires_in, found.interval)

    def finish_device(self, client_id: str, device: Device, pause: Callable[[float], None]) -> AnaplanCredentials:
        """Ask until the person has answered; ``pause`` waits so many seconds."""
        form = {"grant_type": _DEVICE, "device_code": device.code.get_secret_value()}
        empty, interval = AnaplanCredentials(client_id=client_id), device.interval
        ends = self._clock() + timedelta(seconds=device.seconds)
        while self._clock() < ends:
            asked_at, answer = self._ask(empty, form)
            word = _error(answer)
            if word not in ("authorization_pending", "slow_down"):
                return self._with_tokens(empty, answer, asked_at, device=True)
            interval += _SLOWER if word == "slow_down" else 0
            pause(interval)
        raise BadCredentials(f"Nobody typed the code within {device.seconds:.0f} s: start {CONNECT} again")

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
        if answer.status in _REFUSALS:
            raise _refused(answer, old.client_id, device=device)
        if answer.status != HTTPStatus.OK:
            raise refusal(answer)
        found = read_as(_Tokens, answer.json(), answer.asked)
        life = _LIFE if found.expires_in is None else found.expires_in
        update = {"token": found.access_token, "expires_at": asked_at + timedelta(seconds=life)}
        if found.refresh_token is not None:
            update["refresh_token"] = found.refresh_token
        return old.model_copy(update=update)


def _refused(answer: Answer, client_id: str, *, device: bool) -> ConnectorError:
    word = _error(answer)
    proof = f"Anaplan refused client {client_id} ({answer.status} {word or 'without a reason'})"
    if device and word in ("access_denied", "unauthorized_client"):
        return BadCredentials(f"{proof}. {_SINGLE_SIGN_ON}")
    if word in ("invalid_grant", "expired_token"):
        return BadCredentials(f"{proof}: {_GONE}", spent=True)
    return BadCredentials(
        f"{proof}: the client id or secret is wrong, or the client was made for the other grant (authorization code "
        f"and device need separate clients); correct it with {CONNECT}"
    )


def _error(answer: Answer) -> str:
    try:
        return _word(str(answer.json()["error"]))
    except (ContractBroken, KeyError, TypeError):
        return ""


def _word(error: str) -> str:
    return error[:40] if error.replace("_", "").isalnum() else "unreadable"
