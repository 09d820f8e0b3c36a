"""The credentials of one connection in Secrets Manager.

Knows how a secret is read, written and guarded against two writers; knows no vendor and shows no value.

Secrets Manager is written once per renewal: it advises against more than one write in ten minutes.
Source: AWS Secrets Manager, Quotas, PutSecretValue.
"""

from __future__ import annotations

import contextlib
import random
import time
import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from botocore.exceptions import ClientError
from pydantic import ValidationError

from ml_connector.errors import BadCredentials, VendorDown
from ml_connector.stores.refusals import code_of
from ml_connector.tokens import Credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_secretsmanager import SecretsManagerClient

    from ml_connector.stores.leases import LeaseStore

LEASE = timedelta(seconds=20)
"""Longer than the one or two requests of a renewal take; after a holder's death the others wait as long as this."""

_PATIENCE = 45.0
_PAUSES = (0.1, 0.5)
_ABSENT = {"ResourceNotFoundException", "InvalidRequestException"}

C = TypeVar("C", bound=Credentials)


class SecretVault(Generic[C]):
    """One secret, whose JSON is ``model``.

    leases  where the right to renew is taken
    pause   waits so many seconds; a loser of the lease asks again for up to 45 s in all

    Integrations  Secrets Manager GetSecretValue, PutSecretValue
    """

    def __init__(
        self,
        secretsmanager: SecretsManagerClient,
        leases: LeaseStore,
        secret_name: str,
        model: type[C],
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._secretsmanager = secretsmanager
        self._leases = leases
        self._name = secret_name
        self._model = model
        self._pause = pause
        self._holder: str | None = None
        self._version = ""

    def read(self) -> C:
        """What is stored now; raises BadCredentials when that is no secret of this model."""
        try:
            found = self._secretsmanager.get_secret_value(SecretId=self._name)
        except ClientError as error:
            if code_of(error) in _ABSENT:
                raise self._unusable("does not exist, has no value or is being deleted") from error
            raise
        self._version = found["VersionId"]
        text = found.get("SecretString", "")
        if text.strip() in ("", "{}"):
            raise self._unusable("is empty")
        return self._parsed(text)

    def write(self, credentials: C) -> None:
        """Store all of it as the newest version of the secret, unless its lease ran out and somebody else has it."""
        if self._holder is not None and not self._leases.take(self._name, self._holder, LEASE):
            raise VendorDown(
                f"renewing the token of secret {self._name} took longer than {LEASE.total_seconds():.0f} s and "
                "another function is renewing it now: try again"
            )
        self._secretsmanager.put_secret_value(SecretId=self._name, SecretString=credentials.revealed())

    @contextlib.contextmanager
    def lease(self) -> Iterator[None]:
        """The right to renew, for 20 s at most; raises VendorDown when others keep it too long."""
        holder = uuid.uuid4().hex
        self._wait_for_lease(holder)
        self._holder = holder
        try:
            yield
        finally:
            self._holder = None
            self._leases.give_back(self._name, holder)

    def give_up(self, why: str) -> None:
        """Remember, for this version of the secret, that it cannot be renewed; storing a new one is the way out."""
        self._leases.give_up(self._name, self._version, why)

    def given_up(self) -> str | None:
        """Why the version read last was given up; None when it was not."""
        found = self._leases.given_up(self._name, self._version)
        return None if found is None else f"{found.why} (reconnect needed since {found.since:%Y-%m-%d %H:%M} UTC)"

    def _wait_for_lease(self, holder: str) -> None:
        waited = 0.0
        while not self._leases.take(self._name, holder, LEASE):
            if waited >= _PATIENCE:
                raise VendorDown(
                    f"the token of secret {self._name} is being renewed by others for {waited:.0f} s now: try again"
                )
            pause = random.uniform(*_PAUSES)  # noqa: S311  (a pause, no secret)
            self._pause(pause)
            waited += pause

    def _parsed(self, text: str) -> C:
        try:
            return self._model.model_validate_json(text)
        except ValidationError as error:
            faults = error.errors(include_input=False, include_url=False, include_context=False)
        # Raised outside the handler: a traceback must not lead to the value.
        wrong = "; ".join(f"{'.'.join(map(str, fault['loc'])) or 'the whole'}: {fault['type']}" for fault in faults)
        raise self._unusable(f"is not the JSON of a connection ({wrong})")

    def _unusable(self, cause: str) -> BadCredentials:
        return BadCredentials(f"secret {self._name} {cause}: store the credentials with `ml-connector connect`")
