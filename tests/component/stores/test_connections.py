"""What is remembered of a connection beside its secret: what was given up, and which organisation was chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ml_connector.errors import VendorDown
from ml_connector.stores.leases import LeaseStore
from ml_connector.stores.pins import PinStore
from ml_connector.stores.secrets import LEASE, SecretVault
from ml_connector.sync.guard import Pin
from ml_connector.xero.auth import XeroCredentials
from pydantic import SecretStr

from tests.component.stores.doubles import NOON, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table
    from mypy_boto3_secretsmanager import SecretsManagerClient

PIN = Pin(
    tenant_id="t",
    organisation_id="o",
    name="A Ltd",
    short_code="",
    base_currency="GBP",
    connection="group",
    pinned=NOON,
)


@pytest.fixture
def vault(secretsmanager: SecretsManagerClient, table: Table, clock: Clock) -> SecretVault[XeroCredentials]:
    secretsmanager.create_secret(Name=table.name, SecretString='{"client_id": "c"}')
    return SecretVault(
        secretsmanager, LeaseStore(table, clock), table.name, XeroCredentials, pause=lambda _: clock.turn(1)
    )


def test_what_was_given_up_is_remembered_until_something_new_is_stored(vault: SecretVault[XeroCredentials]) -> None:
    """Connecting again, by whatever means, is what ends it; nobody has to clean up."""
    spent = vault.read()
    assert vault.given_up() is None
    vault.give_up("invalid_grant")
    told = vault.given_up()

    vault.write(spent.model_copy(update={"refresh_token": SecretStr("new")}))
    vault.read()

    assert told == "invalid_grant (reconnect needed since 2026-11-22 12:00 UTC)"
    assert vault.given_up() is None


def test_a_renewer_that_was_too_slow_does_not_overwrite_its_successor(
    vault: SecretVault[XeroCredentials], table: Table, clock: Clock
) -> None:
    """Both hold good tokens, but only the last refresh token may stay in the store."""
    with vault.lease():
        clock.turn(21)
        assert LeaseStore(table, clock).take(table.name, "the next one", LEASE)
        with pytest.raises(VendorDown, match="took longer than 20 s"):
            vault.write(vault.read())


def test_a_dead_renewer_is_waited_for_and_replaced(
    vault: SecretVault[XeroCredentials], table: Table, clock: Clock
) -> None:
    """Its lease runs out sooner than the patience of those who wait."""
    LeaseStore(table, clock).take(table.name, "dead", LEASE)

    with vault.lease():
        vault.write(vault.read())


def test_a_pin_comes_back_as_it_was(table: Table) -> None:
    """Empty fields too: an organisation may have no short code."""
    pins = PinStore(table)
    assert pins.read("UK") is None

    pins.pin("UK", PIN)

    assert pins.read("UK") == PIN
