"""Who may use the simulator, and the tokens they hold."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from threading import Lock
from uuid import NAMESPACE_URL, uuid4, uuid5

from infra.local.vendors.anaplan.declaration import DeclaredUser
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.common.clock import Clock

TOKEN_LIFE = timedelta(minutes=35)  # Source: Anaplan, Use basic authentication (help.anaplan.com, 3a4a2905)


@dataclass(frozen=True)
class User:
    """``id`` is 32 lower-case hex digits, as Anaplan's user ids are."""

    id: str
    email: str
    password: str
    first_name: str
    last_name: str


@dataclass(frozen=True)
class Token:
    """What a login gives; ids are dashed UUIDs, the value is opaque."""

    value: str
    id: str
    refresh_id: str
    expires_at: datetime
    user: User


class UserDirectory:
    """The users of the tenant, by e-mail address."""

    def __init__(self, declared: Iterable[DeclaredUser]) -> None:
        users = (
            User(uuid5(NAMESPACE_URL, one.email).hex, one.email, one.password, one.first_name, one.last_name)
            for one in declared
        )
        self._users = {user.email.casefold(): user for user in users}

    @property
    def first(self) -> User:
        """The user an operator is told to work as."""
        return next(iter(self._users.values()))

    def all(self) -> list[User]:
        """Everybody, in the order of the declaration."""
        return list(self._users.values())

    def find(self, email: str) -> User | None:
        """The user of that address."""
        return self._users.get(email.casefold())

    def change_password(self, email: str, password: str) -> None:
        """As the user would; tokens live on."""
        self._users[email.casefold()] = replace(self._users[email.casefold()], password=password)

    def check(self, email: str, password: str) -> User | None:
        """The user, if the password is right."""
        user = self._users.get(email.casefold())
        return user if user is not None and secrets.compare_digest(user.password.encode(), password.encode()) else None


class TokenDesk:
    """Issues, renews and kills tokens; safe from many threads."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._lock = Lock()
        self._tokens: dict[str, Token] = {}

    def issue(self, user: User) -> Token:
        """A new token; older ones of the user live on."""
        token = Token(_new_value(), str(uuid4()), str(uuid4()), self._clock.now() + TOKEN_LIFE, user)
        with self._lock:
            self._tokens[token.value] = token
        return token

    def find(self, value: str) -> Token | None:
        """The token of that value, None if it is unknown, expired or logged out."""
        with self._lock:
            token = self._tokens.get(value)
        return token if token is not None and self._clock.now() < token.expires_at else None

    def refresh(self, token: Token) -> Token:
        """The same login for another 35 minutes; by switch under a new value, which ends the old one."""
        kept = self._switches.refresh_keeps_value
        renewed = Token(
            token.value if kept else _new_value(),
            token.id,
            token.refresh_id,
            self._clock.now() + TOKEN_LIFE,
            token.user,
        )
        with self._lock:
            self._tokens.pop(token.value, None)
            self._tokens[renewed.value] = renewed
        return renewed

    def everything(self) -> set[str]:
        """The values of all tokens that are remembered: what a search for leaks looks for."""
        with self._lock:
            return set(self._tokens)

    def kill(self, token: Token) -> None:
        """Log out: the token is dead at once."""
        with self._lock:
            self._tokens.pop(token.value, None)


def _new_value() -> str:
    return secrets.token_urlsafe(120)
