"""The keys with which webhooks are signed, read from Secrets Manager and kept while the function is warm.

Knows how a secret is read and how long it is believed; never shows a key.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mypy_boto3_secretsmanager import SecretsManagerClient

BELIEVED = 900.0
"""Seconds; so long a key that was taken out of its secret may still be accepted."""

_MOMENT = 30.0
"""Seconds; bad signatures make us ask no more often, or anybody could use up the calls to Secrets Manager."""


class SigningKeys:
    """One secret per app, as ``{"signing_keys": ["...", "..."]}``: two while they are changed, else one.

    tell    hears of a secret that holds no keys; its webhooks are all refused
    clock   seconds

    Integrations  Secrets Manager GetSecretValue
    """

    def __init__(
        self,
        secretsmanager: SecretsManagerClient,
        secrets: Sequence[str],
        tell: Callable[[str], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._secretsmanager = secretsmanager
        self._secrets = secrets
        self._tell = tell
        self._clock = clock
        self._keys: dict[str, tuple[str, ...]] = {}
        self._read_at: float | None = None

    def known(self) -> Mapping[str, Sequence[str]]:
        """By the name of the secret."""
        return self._not_older_than(BELIEVED)

    def fresh(self) -> Mapping[str, Sequence[str]]:
        """The same, read again unless that was done a moment ago."""
        return self._not_older_than(_MOMENT)

    def _not_older_than(self, seconds: float) -> Mapping[str, Sequence[str]]:
        now = self._clock()
        if self._read_at is None or now - self._read_at > seconds:
            self._keys = {name: self._of(name) for name in self._secrets}
            self._read_at = now
        return self._keys

    def _of(self, name: str) -> tuple[str, ...]:
        try:
            text = self._secretsmanager.get_secret_value(SecretId=name)["SecretString"]
            found = json.loads(text)["signing_keys"]
        except (ValueError, LookupError, TypeError):
            found = None
        except ClientError as error:
            if error.response["Error"]["Code"] != "ResourceNotFoundException":
                raise
            found = None
        keys = tuple(one for one in found if isinstance(one, str) and one) if isinstance(found, list) else ()
        if not keys:
            self._tell(f"secret {name} holds no signing_keys: every webhook is refused until it does")
        return keys
