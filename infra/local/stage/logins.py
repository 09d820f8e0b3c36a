"""The logins of one stage: into the home's secrets at its start, and what became of them back into their file."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ml_connector.settings import AnaplanConnection, Settings, XeroConnection

from infra.local.home import Home
from infra.local.stage import credentials
from infra.local.stage.credentials import FIELDS, Vendor

_ROTATED = "refresh_token"


class Logins:
    """Logins from simulators that run here, and from a file for vendors that do not."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._given = credentials.read(file)

    @property
    def webhook_key(self) -> str | None:
        """What a Xero that does not run here signs its webhooks with, if the file says so."""
        key = (self._given.get("xero") or {}).get("webhook_key")
        return None if key is None else str(key)

    def check(self, settings: Settings, vendor: Vendor) -> None:
        """Raises SettingsWrong if the file lacks a login for one of the vendor's connections."""
        for name, _ in _connections(settings, vendor):
            credentials.login(self._given, vendor, name)

    def sign_in(self, home: Home, settings: Settings, simulated: Mapping[str, Mapping[str, Any]]) -> None:
        """Store every connection's login in the home.

        simulated   the simulators' own descriptions by vendor
        """
        for vendor, fields in FIELDS.items():
            for name, connection in _connections(settings, vendor):
                told = simulated.get(vendor)
                login = {field: told[field] for field in fields} if told else self._login(vendor, name)
                home.put_credentials(connection.secret, login)

    def keep_tokens(self, home: Home, settings: Settings) -> None:
        """A token that Xero has given in exchange for one of the file's outlives the home. Raises SettingsWrong."""
        if self._file is None:
            return
        for name, connection in _connections(settings, "xero"):
            before = self._given.get("xero") and self._login("xero", name).get(_ROTATED)
            secret = home.client("secretsmanager").get_secret_value(SecretId=connection.secret)
            now = json.loads(secret["SecretString"]).get(_ROTATED)
            if before and now and now != before:
                credentials.keep_current(self._file, before, now)

    def _login(self, vendor: Vendor, connection: str) -> dict[str, str]:
        return credentials.login(self._given, vendor, connection)


def _connections(settings: Settings, vendor: Vendor) -> Iterator[tuple[str, XeroConnection | AnaplanConnection]]:
    yield from (settings.xero if vendor == "xero" else settings.anaplan).connections.items()
