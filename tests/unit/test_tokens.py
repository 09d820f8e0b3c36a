"""One token for many functions: read cheaply, renewed once, stored before it is used."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from ml_connector.errors import BadCredentials, VendorDown
from ml_connector.tokens import Credentials, SharedToken
from pydantic import SecretStr, ValidationError

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
MARGIN = timedelta(minutes=5)


class Pass(Credentials):
    """Credentials of a made-up vendor."""

    token: SecretStr | None = None

    def bearer(self) -> SecretStr | None:
        return self.token


class Vault:
    """Keeps one secret in memory and counts what is done to it."""

    def __init__(self, stored: Pass) -> None:
        self.stored = stored
        self.reads = self.writes = 0
        self.reason: str | None = None
        self._lock = threading.Lock()

    def read(self) -> Pass:
        self.reads += 1
        return self.stored

    def write(self, credentials: Pass) -> None:
        self.writes += 1
        self.stored = credentials

    def give_up(self, why: str) -> None:
        self.reason = why

    def given_up(self) -> str | None:
        return self.reason

    @contextmanager
    def lease(self) -> Iterator[None]:
        with self._lock:
            yield


def a_pass(token: str | None, minutes: float = 30) -> Pass:
    return Pass.model_validate({"token": token, "expires_at": NOW + timedelta(minutes=minutes)})


def to(token: str) -> Callable[[Pass], Pass]:
    return lambda _: a_pass(token)


def never(_: Pass) -> Pass:
    raise AssertionError("nobody should have renewed")


def test_a_fresh_token_is_read_once_and_never_written() -> None:
    """Secrets Manager costs by call and advises against frequent writes."""
    vault = Vault(a_pass("stored"))
    token = SharedToken(vault, never, lambda: NOW, MARGIN)

    assert [token.value() for _ in range(3)] == ["stored"] * 3
    assert (vault.reads, vault.writes) == (1, 0)


@pytest.mark.parametrize(
    "stored", [Pass(), a_pass(None), a_pass("old", 5), a_pass("old", -1), Pass(token=SecretStr("undated"))]
)
def test_a_token_without_more_than_the_margin_left_is_renewed_and_stored(stored: Pass) -> None:
    """A token that ends in the middle of a page costs a replay."""
    vault = Vault(stored)

    assert SharedToken(vault, to("new"), lambda: NOW, MARGIN).value() == "new"
    assert (vault.stored, vault.writes) == (a_pass("new"), 1)


def test_a_token_that_another_function_renewed_is_taken_from_the_vault() -> None:
    """A warm function holds an old token; renewing again would spend the new refresh token."""
    now = [NOW]
    vault = Vault(a_pass("first", 10))
    token = SharedToken(vault, never, lambda: now[0], MARGIN)
    assert token.value() == "first"

    vault.stored = a_pass("second", 40)
    now[0] += timedelta(minutes=6)

    assert token.value() == "second"


def test_a_refused_token_is_renewed_although_it_looks_fresh() -> None:
    """The vendor may have revoked it; its own word counts more than the expiry."""
    vault = Vault(a_pass("stored"))

    assert SharedToken(vault, to("new"), lambda: NOW, MARGIN).refused("stored") == "new"
    assert vault.writes == 1


def test_a_refused_token_that_was_already_replaced_is_not_renewed_again() -> None:
    """Two functions are refused with the same token; the second must use what the first stored."""
    vault = Vault(a_pass("second"))

    assert SharedToken(vault, never, lambda: NOW, MARGIN).refused("first") == "second"


def test_ten_functions_at_once_renew_once() -> None:
    """A refresh token can be spent only once; the rest would end with invalid_grant."""
    vault, renewals = Vault(a_pass("old", 1)), []

    def renew(_: Pass) -> Pass:
        renewals.append(1)
        return a_pass("new")

    got: list[str] = []
    functions = [
        threading.Thread(target=lambda: got.append(SharedToken(vault, renew, lambda: NOW, MARGIN).value()))
        for _ in range(10)
    ]
    for function in functions:
        function.start()
    for function in functions:
        function.join()

    assert (got, len(renewals), vault.writes) == (["new"] * 10, 1, 1)


def test_a_token_is_stored_before_it_is_used() -> None:
    """If storing fails, the refresh token in it would be lost with the function."""

    class Full(Vault):
        def write(self, credentials: Pass) -> None:
            raise VendorDown(f"no room for {credentials}")

    token = SharedToken(Full(Pass()), to("new"), lambda: NOW, MARGIN)

    for _ in range(2):
        with pytest.raises(VendorDown):
            token.value()


def test_a_refusal_is_forgiven_when_another_function_renewed_meanwhile() -> None:
    """A lease can run out under a slow holder; then the token it wants is already there."""
    vault = Vault(a_pass("old", 1))

    def too_late(_: Pass) -> Pass:
        vault.stored = a_pass("theirs")
        raise BadCredentials("invalid_grant")

    assert SharedToken(vault, too_late, lambda: NOW, MARGIN).value() == "theirs"
    assert vault.writes == 0


def test_a_refusal_stands_when_nobody_renewed() -> None:
    """Only a person can connect again."""

    def refuse(_: Pass) -> Pass:
        raise BadCredentials("invalid_grant")

    vault = Vault(a_pass("old", 1))

    with pytest.raises(BadCredentials):
        SharedToken(vault, refuse, lambda: NOW, MARGIN).value()
    assert vault.reason is None  # the vendor may think better of it: a password can be unlocked


def test_what_is_spent_is_remembered_and_not_tried_again() -> None:
    """Ten functions with a dead connection must not ask ten times a run; a person has to connect."""
    vault, asked = Vault(a_pass("old", 1)), []

    def refuse(_: Pass) -> Pass:
        asked.append(1)
        raise BadCredentials("invalid_grant: connect again", spent=True)

    for _ in range(3):
        with pytest.raises(BadCredentials, match="connect again"):
            SharedToken(vault, refuse, lambda: NOW, MARGIN).value()

    assert (len(asked), vault.writes) == (1, 0)


def test_credentials_that_a_person_stored_meanwhile_are_tried_before_giving_up() -> None:
    """Whoever reconnects while a run is under way must not see it fail with the old login."""
    vault = Vault(a_pass("old", 1))

    def renew(given: Pass) -> Pass:
        if given.token == SecretStr("old"):
            vault.stored = a_pass("connected again", -1)
            raise BadCredentials("invalid_grant", spent=True)
        return a_pass("new")

    assert SharedToken(vault, renew, lambda: NOW, MARGIN).value() == "new"
    assert (vault.reason, vault.writes) == (None, 1)


def test_a_secret_shows_nothing_but_when_it_is_revealed() -> None:
    """Logs, errors and dumps print objects; only the vault may write the values."""
    secret = Pass.model_validate({"token": "hush", "extra_key": "whisper", "expires_at": "2026-11-22T10:00:00Z"})

    assert all(word not in f"{secret} {secret!r}" for word in ("hush", "whisper"))
    with pytest.raises(ValidationError) as caught:
        Pass.model_validate({"token": {"hush": 1}, "expires_at": "whisper"})
    assert all(word not in str(caught.value) for word in ("hush", "whisper"))


def test_a_secret_survives_being_stored_with_fields_nobody_declared() -> None:
    """A person's note in the secret must not be lost by a renewal."""
    secret = Pass.model_validate({"token": "hush", "note": {"by": "me"}, "expires_at": "2026-11-22T10:00:00+00:00"})

    again = Pass.model_validate_json(secret.revealed())

    assert again == secret
    assert '"note": {"by": "me"}' in secret.revealed()
