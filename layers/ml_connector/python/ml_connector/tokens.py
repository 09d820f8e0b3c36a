"""A bearer token that many functions share and only one of them renews.

Knows when a token is too old and in which order renewing must happen; how it is renewed and where it is kept are given.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, SecretStr

from ml_connector.errors import BadCredentials

TRIES = 3
"""Tokens to try with one call: the one that is held, the one that another function has stored, and a new one."""


class Credentials(BaseModel):
    """What one secret holds: how to ask for a token, and the last token got.

    Fields that are not declared survive a renewal, and neither they nor secrets show in repr, errors or dumps.
    """

    model_config = ConfigDict(defer_build=True, frozen=True, extra="allow", hide_input_in_errors=True)

    expires_at: AwareDatetime | None = None

    def bearer(self) -> SecretStr | None:
        """The token to send, if one was ever got."""
        raise TypeError(f"{type(self).__name__} does not say which of its fields is the token")

    def revealed(self) -> str:
        """The secret as JSON with everything in the clear: for the vault, and for nobody else."""
        return json.dumps(self.model_dump(exclude_none=True), default=_plain)

    def __repr_args__(self) -> Any:
        declared = type(self).model_fields
        return [(name, getattr(self, name)) for name in declared]


C = TypeVar("C", bound=Credentials)


class TokenVault(Protocol[C]):
    """Where credentials live between functions."""

    def read(self) -> C:
        """What is stored now, never a cached copy; raises BadCredentials when there is nothing usable."""

    def write(self, credentials: C) -> None:
        """Store all of it at once; raises VendorDown when the lease was lost meanwhile."""

    def lease(self) -> AbstractContextManager[None]:
        """Held by at most one function at a time; raises VendorDown when it cannot be had in time."""

    def give_up(self, why: str) -> None:
        """Remember that what was read last can never be renewed, so that nobody asks the vendor with it again."""

    def given_up(self) -> str | None:
        """Why what was read last was given up; None when it was not."""


class Bearer(Protocol):
    """What a client needs of a token; ``SharedToken`` is one."""

    def value(self) -> str:
        """A token that can be sent."""

    def refused(self, token: str) -> str:
        """The token to send after the vendor said no to this one."""


class SharedToken(Generic[C]):
    """The current token of one connection.

    renew    asks the vendor with the credentials given; returns them with the new token in place
    clock    aware UTC
    margin   how much life a token must have left to be handed out
    """

    def __init__(
        self,
        vault: TokenVault[C],
        renew: Callable[[C], C],
        clock: Callable[[], datetime],
        margin: timedelta,
    ) -> None:
        self._vault = vault
        self._renew = renew
        self._clock = clock
        self._margin = margin
        self._held: C | None = None

    def value(self) -> str:
        """A token with more than the margin left, renewed first if need be."""
        usable = self._usable(self._held)
        return usable if usable is not None else self._next(refused=None)

    def refused(self, token: str) -> str:
        """The token to use after the vendor said no to ``token``, although that one may look fresh."""
        return self._next(refused=token)

    def _next(self, refused: str | None) -> str:
        # Read before the lease: mostly another function has renewed already, and then nobody has to wait.
        self._held = self._vault.read()
        if (stored := self._usable(self._held, refused)) is not None:
            return stored
        with self._vault.lease():
            self._held = self._vault.read()
            if (stored := self._usable(self._held, refused)) is not None:
                return stored
            self._held = self._renewed(self._held)
        return _reveal(self._held)

    def _renewed(self, old: C) -> C:
        """New credentials, stored before they are used: a refresh token is spent by renewing and must not be lost.

        If its holder dies in between, the next one finds the old refresh token and tries that again, which the vendor
        allows for a while for this very reason.
        """
        if why := self._vault.given_up():
            raise BadCredentials(why, spent=True)
        try:
            new = self._renew(old)
        except BadCredentials as refusal:
            # A lease can run out while its holder is slow, and a person may have connected again meanwhile.
            latest = self._vault.read()
            if latest == old:
                self._remember(refusal)
                raise
            if self._usable(latest) is not None:
                return latest
            new = self._renew(latest)
        self._vault.write(new)
        return new

    def _remember(self, refusal: BadCredentials) -> None:
        if refusal.spent:
            self._vault.give_up(str(refusal))

    def _usable(self, credentials: C | None, refused: str | None = None) -> str | None:
        if credentials is None or credentials.expires_at is None or credentials.bearer() is None:
            return None
        token = _reveal(credentials)
        alive = credentials.expires_at - self._clock() > self._margin
        return token if alive and token != refused else None


def _reveal(credentials: Credentials) -> str:
    token = credentials.bearer()
    if token is None:
        raise BadCredentials("renewing the credentials gave no token; connect again with `ml-connector connect`")
    return token.get_secret_value()


def _plain(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} has no place in a secret")
