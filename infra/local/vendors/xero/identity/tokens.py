"""Access and refresh tokens: how long they live and how they take turns. Nothing in them is secret.

An access token lives 30 minutes. A refresh token lives 60 days unless used; when used it is replaced, and may be
used again for 30 more minutes in case its successor got lost.
Source: Xero, OAuth 2.0, Token types and lifetimes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, count
from threading import RLock
from uuid import UUID, uuid5

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.identity.app import App
from infra.local.vendors.xero.identity.jwt import access_token

ACCESS_LIFE = timedelta(minutes=30)
REFRESH_LIFE = timedelta(days=60)
GRACE = timedelta(minutes=30)
OFFLINE = "offline_access"
_NAMESPACE = UUID("c0dec0de-0000-4000-8000-000000000001")


class InvalidGrant(Exception):
    """The refresh token is unknown, too old, used up or revoked."""


class AccessRefused(Exception):
    """The access token does not let in; the message is the Detail of the answer."""


@dataclass(frozen=True)
class Access:
    """What an access token stands for. ``consent`` is None for a Custom Connection."""

    expires: datetime
    scopes: tuple[str, ...]
    consent: UUID | None


@dataclass
class _Refresh:
    consent: UUID
    issued: datetime
    used: datetime | None = None


@dataclass(frozen=True)
class TokenSet:
    """An answer of the token endpoint."""

    access_token: str
    scopes: tuple[str, ...]
    refresh_token: str | None
    expires_in: int = int(ACCESS_LIFE.total_seconds())


class Tokens:
    """Every token ever given out; safe to use from many threads."""

    def __init__(self, app: App, clock: Clock) -> None:
        self._app = app
        self._clock = clock
        self._lock = RLock()
        self._numbers = count(1)
        self._accesses: dict[str, Access] = {}
        self._refreshes: dict[str, _Refresh] = {}
        self._consents: dict[UUID, tuple[str, ...]] = {}
        self._public: set[UUID] = set()
        self._newest = ""
        self.begin(self.consent())

    @property
    def refresh_token(self) -> str:
        """The newest refresh token; empty if the app may have none."""
        with self._lock:
            return self._newest

    def consent(self, scopes: Sequence[str] | None = None) -> UUID:
        """A person consents in the browser; to exactly the app's scopes when an operator does it for them.

        Scopes add up over the consents of a person: only revoking takes one away.
        Source: Xero, OAuth 2.0, Scopes.
        """
        with self._lock:
            before = [] if scopes is None else chain.from_iterable(self._consents.values())
            granted = dict.fromkeys([*before, *(self._app.scopes if scopes is None else scopes)])
            self.newest_consent = uuid5(_NAMESPACE, f"consent {next(self._numbers)}")
            self._consents[self.newest_consent] = tuple(granted)
            return self.newest_consent

    def begin(self, consent: UUID, *, public: bool = False) -> TokenSet:
        """The first pair of a consent; ``public`` when the app has shown no secret, and need not show one later."""
        with self._lock:
            if public:
                self._public.add(consent)
            scopes = self._consents[consent]
            return TokenSet(self._new_access(scopes, consent), scopes, self._new_refresh(consent))

    def everything(self) -> set[str]:
        """Every token that is remembered, good or not: what a search for leaks looks for."""
        with self._lock:
            return {*self._accesses, *self._refreshes}

    def is_public(self, refresh_token: str) -> bool:
        """Whether this refresh token may be used without the app's secret."""
        with self._lock:
            found = self._refreshes.get(refresh_token)
            return found is not None and found.consent in self._public

    def refresh(self, token: str) -> TokenSet:
        """A new pair for a refresh token; raises InvalidGrant."""
        with self._lock:
            found = self._refreshes.get(token)
            if found is None or not self._is_good(found):
                raise InvalidGrant
            found.used = found.used or self._clock.now()
            scopes = self._consents[found.consent]
            return TokenSet(self._new_access(scopes, found.consent), scopes, self._new_refresh(found.consent))

    def client_credentials(self, scopes: Sequence[str]) -> TokenSet:
        """An access token of the Custom Connection."""
        with self._lock:
            return TokenSet(self._new_access(tuple(scopes), None), tuple(scopes), None)

    def access(self, token: str | None) -> Access:
        """What an access token stands for; raises AccessRefused."""
        with self._lock:
            found = self._accesses.get(token or "")
        if found is None:
            raise AccessRefused("AuthenticationUnsuccessful")
        if self._clock.now() >= found.expires:
            raise AccessRefused(f"TokenExpired: token expired at {found.expires:%m/%d/%Y %H:%M:%S}")
        return found

    def revoke(self, refresh_token: str) -> bool:
        """Forget all consents of the person behind a refresh token, with their tokens; whether there was one."""
        with self._lock:
            found = refresh_token in self._refreshes
            for consent in tuple(self._consents) if found else ():
                self._forget(consent)
            return found

    def revoke_all(self) -> None:
        """Forget every consent and every token."""
        with self._lock:
            for consent in tuple(self._consents):
                self._forget(consent)
            self._accesses.clear()

    def _is_good(self, token: _Refresh) -> bool:
        now = self._clock.now()
        return now < token.issued + REFRESH_LIFE if token.used is None else now < token.used + GRACE

    def _new_access(self, scopes: tuple[str, ...], consent: UUID | None) -> str:
        now = self._clock.now()
        token = access_token(self._app.client_id, scopes, consent, now, now + ACCESS_LIFE, next(self._numbers))
        self._accesses[token] = Access(now + ACCESS_LIFE, scopes, consent)
        return token

    def _new_refresh(self, consent: UUID) -> str | None:
        if OFFLINE not in self._consents[consent]:
            return None
        token = f"simulated-refresh-token-{next(self._numbers):07d}"
        self._refreshes[token] = _Refresh(consent, self._clock.now())
        self._newest = token
        return token

    def _forget(self, consent: UUID) -> None:
        self._consents.pop(consent, None)
        self._refreshes = {text: each for text, each in self._refreshes.items() if each.consent != consent}
        self._accesses = {text: each for text, each in self._accesses.items() if each.consent != consent}
