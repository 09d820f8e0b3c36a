"""Both ways to a first refresh token of Anaplan: a person consents, in a browser or for a device.

There is no client-credentials grant. Source: Anaplan, "Create an OAuth 2.0 client", OAuth API.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

from msgspec import Struct
from pydantic import SecretStr

from ml_connector.anaplan.auth import CONNECT, AnaplanCredentials
from ml_connector.anaplan.oauth import REFUSALS, OAuth, error_in, refused, word_of
from ml_connector.anaplan.refusals import refusal
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.callback import random_text, told
from ml_connector.errors import BadCredentials, SettingsWrong

SCOPE = "openid profile email offline_access"
"""offline_access is what yields a refresh token."""

_DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
_SLOWER = 5.0


class _Started(Described, rename="lower"):
    device_code: SecretStr
    user_code: str
    verification_uri: str
    verification_uri_complete: str | None = None
    expires_in: float = 900
    interval: float = 5


class Device(Struct, frozen=True):
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
            raise SettingsWrong(f"Anaplan refused the question ({word_of(answer['error'])}, client {self.client_id})")
        return answer["code"]


class Consent(OAuth):
    """What else the OAuth host does when there is a person to ask."""

    def exchange(self, asked: Authorization, secret: SecretStr, code: str) -> AnaplanCredentials:
        """What an authorization code is worth."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": asked.redirect_uri}
        return self._tokens(AnaplanCredentials(client_id=asked.client_id, client_secret=secret), form)

    def start_device(self, client_id: str) -> Device:
        """Begin the login of a device; raises BadCredentials when this client or user may not."""
        body = {"client_id": client_id, "scope": SCOPE}
        answer = self._http.send("POST", f"{self._root}/oauth/device/code", json=body)
        if answer.status in REFUSALS:
            raise refused(answer, client_id, device=True)
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
            word = error_in(answer)
            if word not in ("authorization_pending", "slow_down"):
                return self._with_tokens(empty, answer, asked_at, device=True)
            interval += _SLOWER if word == "slow_down" else 0
            pause(interval)
        raise BadCredentials(f"Nobody typed the code within {device.seconds:.0f} s: start {CONNECT} again")
