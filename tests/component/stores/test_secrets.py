"""Credentials are read fresh, written once per renewal by one writer, and never shown."""

from __future__ import annotations

import json
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING, Any

import pytest
from ml_connector.errors import BadCredentials, VendorDown
from ml_connector.stores.leases import LeaseStore
from ml_connector.stores.secrets import LEASE, SecretVault
from ml_connector.tokens import Credentials, SharedToken
from pydantic import SecretStr

from tests.component.stores.doubles import NOON, Clock, OneAtATime

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_secretsmanager import SecretsManagerClient

HIDDEN = "do-not-show-me"


class Login(Credentials):
    client_id: str
    refresh_token: SecretStr
    access_token: SecretStr | None = None

    def bearer(self) -> SecretStr | None:
        return self.access_token


Vault = SecretVault[Login]


@pytest.fixture
def leases(table: Table, clock: Clock) -> LeaseStore:
    return LeaseStore(table, clock)


@pytest.fixture
def named(secretsmanager: SecretsManagerClient, leases: LeaseStore, table: Table) -> Callable[[str], Vault]:
    """A vault on a new secret that holds the text given."""

    def build(text: str) -> Vault:
        secretsmanager.create_secret(Name=table.name, SecretString=text)
        return SecretVault(secretsmanager, leases, table.name, Login, pause=lambda _: None)

    return build


def stored(**fields: Any) -> str:
    return json.dumps({"client_id": "c", "refresh_token": "r-0", **fields})


def test_credentials_come_back_with_fields_nobody_declared(named: Callable[[str], Vault]) -> None:
    """A person may have added a note; a renewal must not lose it."""
    vault = named(stored(note="ask Ann"))

    vault.write(vault.read().model_copy(update={"access_token": SecretStr("a-1"), "expires_at": NOON}))

    again = vault.read()
    assert again.access_token == SecretStr("a-1")
    assert again.expires_at == NOON
    assert json.loads(again.revealed())["note"] == "ask Ann"


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (" ", "is empty"),
        (f"{{'{HIDDEN}'", "is not the JSON of a connection"),
        (json.dumps([HIDDEN]), "is not the JSON of a connection"),
        (json.dumps({"client_id": HIDDEN}), "refresh_token: missing"),
        (stored(expires_at=HIDDEN), "expires_at: datetime"),
    ],
    ids=["blank", "no JSON", "no object", "a field is missing", "a field is wrong"],
)
def test_an_unusable_secret_is_explained_without_its_value(
    named: Callable[[str], Vault], table: Table, text: str, cause: str
) -> None:
    """The message names the secret and the command; even the traceback does not lead to the value."""
    with pytest.raises(BadCredentials, match=cause) as refusal:
        named(text).read()

    assert table.name in str(refusal.value)
    assert "ml-connector connect" in str(refusal.value)
    assert HIDDEN not in "".join(traceback.format_exception(refusal.value))


def test_a_secret_that_does_not_exist_is_named(secretsmanager: SecretsManagerClient, leases: LeaseStore) -> None:
    """A newcomer has deployed and not connected yet."""
    with pytest.raises(BadCredentials, match=r"secret no/such does not exist.*ml-connector connect"):
        SecretVault(secretsmanager, leases, "no/such", Login).read()


def test_a_secret_without_a_value_is_explained(secretsmanager: SecretsManagerClient, leases: LeaseStore) -> None:
    """The stack creates secrets and puts nothing in."""
    secretsmanager.create_secret(Name="empty/one")

    with pytest.raises(BadCredentials, match="has no value"):
        SecretVault(secretsmanager, leases, "empty/one", Login).read()


def test_a_lease_is_one_holder_s_until_given_back_or_run_out(leases: LeaseStore, clock: Clock) -> None:
    """A function that dies while renewing must not block the others for long."""
    assert leases.take("x", "a", LEASE)
    assert not leases.take("x", "b", LEASE)
    assert leases.take("y", "b", LEASE)
    clock.turn(31)
    assert leases.take("x", "b", LEASE)
    assert not leases.give_back("x", "a")
    assert leases.give_back("x", "b")
    assert leases.take("x", "a", LEASE)


def test_a_lease_is_given_back_when_renewing_fails(
    named: Callable[[str], Vault], leases: LeaseStore, table: Table
) -> None:
    """The next function need not wait for a lease that nobody uses."""
    with pytest.raises(BadCredentials), named(stored()).lease():
        raise BadCredentials("refused")

    assert leases.take(table.name, "other", LEASE)


def test_a_lease_that_never_comes_free_is_an_error(
    named: Callable[[str], Vault], leases: LeaseStore, table: Table
) -> None:
    """Waiting has an end before the function's own."""
    vault = named(stored())
    leases.take(table.name, "other", timedelta(days=1))

    with pytest.raises(VendorDown, match="being renewed by others"), vault.lease():
        pytest.fail("two hold the lease")


def test_ten_functions_that_need_a_token_at_once_renew_it_once(
    secretsmanager: SecretsManagerClient, named: Callable[[str], Vault], table: Table, clock: Clock
) -> None:
    """A refresh token is spent by its first use; a second one would cut the connection."""
    turn = Lock()
    named(stored())
    leases = LeaseStore(OneAtATime(table, turn), clock)  # type: ignore[arg-type]  # a stand-in
    whole: Any = OneAtATime(secretsmanager, turn)
    vault = SecretVault(whole, leases, table.name, Login, pause=lambda seconds: time.sleep(seconds / 100))
    renewals: list[str] = []

    def renew(old: Login) -> Login:
        renewals.append(old.refresh_token.get_secret_value())
        count = len(renewals)
        return old.model_copy(
            update={
                "refresh_token": SecretStr(f"r-{count}"),
                "access_token": SecretStr(f"a-{count}"),
                "expires_at": clock() + timedelta(minutes=30),
            }
        )

    def function(_: int) -> str:
        return SharedToken(vault, renew, clock, timedelta(minutes=5)).value()

    with ThreadPoolExecutor(10) as pool:
        tokens = set(pool.map(function, range(10)))

    assert tokens == {"a-1"}
    assert renewals == ["r-0"]
    assert len(secretsmanager.list_secret_version_ids(SecretId=table.name)["Versions"]) == 2
