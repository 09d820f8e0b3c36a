"""Where a home keeps what is needed to log in: secrets, what was given up of them, and pins."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from ml_connector.errors import BadCredentials
from ml_connector.stores.leases import LeaseStore
from ml_connector.stores.pins import PinStore
from ml_connector.stores.secrets import SecretVault
from ml_connector.tokens import Credentials

from infra.cli.trouble import Misuse

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

    from infra.local.home import Home

C = TypeVar("C", bound=Credentials)


def now() -> datetime:
    """Aware UTC."""
    return datetime.now(UTC)


class Keeping:
    """The stores of one home.

    Integrations  Secrets Manager, DynamoDB (token lease, pins)
    """

    def __init__(self, home: Home, table: Table) -> None:
        self._secretsmanager = home.client("secretsmanager")
        self._leases = LeaseStore(table, now)
        self.pins = PinStore(table)

    def vault(self, secret: str, model: type[C]) -> SecretVault[C]:
        """One secret."""
        return SecretVault(self._secretsmanager, self._leases, secret, model)

    def known(self, secret: str, model: type[C]) -> C | None:
        """What is stored; None if that is nothing usable yet."""
        try:
            return self.vault(secret, model).read()
        except BadCredentials:
            return None

    def store(self, secret: str, credentials: Credentials) -> None:
        """Store a login while no function renews; raises Misuse if the stack is not there."""
        vault = self.vault(secret, type(credentials))
        with vault.lease():
            try:
                vault.write(credentials)
            except self._secretsmanager.exceptions.ResourceNotFoundException:
                raise Misuse(
                    f"There is no secret {secret} in this home", "Deploy the stack with these settings first"
                ) from None
