"""OAuth clients and what was granted to them: codes, devices that wait for a person, refresh tokens.

An authorization-code client has a secret, a device client has none, and neither may use the other's grant.
Source: Anaplan, Create an OAuth 2.0 client (help.anaplan.com, 0984a799); live observations.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex, token_urlsafe
from threading import RLock

from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.users import TokenDesk, User
from infra.local.vendors.common.clock import Clock

CODE_CLIENT = "c0de0000000000000000000000000001"
CODE_SECRET = "simulated-anaplan-client-secret"  # noqa: S105 - made up
DEVICE_CLIENT = "de71ce00000000000000000000000001"
DEVICE_LIFE = timedelta(seconds=900)
CODE_LIFE = timedelta(minutes=5)
INTERVAL = timedelta(seconds=5)


class GrantRefused(Exception):
    """The message is the ``error`` of the answer."""


@dataclass(frozen=True)
class Pair:
    """What the token endpoint gives."""

    access: str
    refresh: str


@dataclass
class _Device:
    user_code: str
    ends: datetime
    asked: datetime | None = None
    user: User | None = None


class Grants:
    """Everything that was granted; safe from many threads."""

    def __init__(self, clock: Clock, switches: Switches, tokens: TokenDesk) -> None:
        self._clock, self._switches, self._tokens = clock, switches, tokens
        self._lock = RLock()
        self._codes: dict[str, tuple[User, str, datetime]] = {}
        self._devices: dict[str, _Device] = {}
        self._refreshes: dict[str, tuple[User, str]] = {}

    def code(self, user: User, redirect_uri: str) -> str:
        """A person has consented in the browser."""
        with self._lock:
            code = token_urlsafe(24)
            self._codes[code] = (user, redirect_uri, self._clock.now() + CODE_LIFE)
            return code

    def exchange(self, code: str, redirect_uri: str) -> Pair:
        """Once, in time, and to the same address."""
        with self._lock:
            user, address, ends = self._codes.pop(code, (None, "", self._clock.now()))
            if user is None or address != redirect_uri or self._clock.now() >= ends:
                raise GrantRefused("invalid_grant")
            return self._pair(user, CODE_CLIENT)

    def start_device(self) -> tuple[str, str]:
        """The device's code and the person's; refused where single sign-on is enforced."""
        if self._switches.single_sign_on:
            raise GrantRefused("access_denied")
        with self._lock:
            code, user_code = token_urlsafe(24), token_hex(4).upper()
            self._devices[code] = _Device(user_code, self._clock.now() + DEVICE_LIFE)
            return code, user_code

    def activate(self, user_code: str, user: User) -> bool:
        """A person types the code; whether there is such a device."""
        with self._lock:
            found = next((one for one in self._devices.values() if one.user_code == user_code), None)
            if found is not None:
                found.user = user
            return found is not None

    def poll_device(self, code: str) -> Pair:
        """The pair, once the person has answered; too often is told."""
        with self._lock:
            device, now = self._devices.get(code), self._clock.now()
            if device is None or now >= device.ends:
                raise GrantRefused("expired_token" if device else "invalid_grant")
            early = device.asked is not None and now - device.asked < INTERVAL
            device.asked = now
            if early:
                raise GrantRefused("slow_down")
            if device.user is None:
                raise GrantRefused("authorization_pending")
            del self._devices[code]
            return self._pair(device.user, DEVICE_CLIENT)

    def refresh(self, token: str, client: str) -> Pair:
        """A new access token; with rotation a new refresh token too, and then the used one is dead."""
        with self._lock:
            user, owner = self._refreshes.get(token, (None, ""))
            if user is None or owner != client:
                raise GrantRefused("invalid_grant")
            if not self._switches.rotating_refresh_tokens:
                return Pair(self._tokens.issue(user).value, token)
            del self._refreshes[token]
            return self._pair(user, client)

    def revoke(self) -> None:
        """An administrator ends all of it."""
        with self._lock:
            self._refreshes.clear()

    def _pair(self, user: User, client: str) -> Pair:
        refresh = token_urlsafe(48)
        self._refreshes[refresh] = (user, client)
        return Pair(self._tokens.issue(user).value, refresh)
