"""The logins of a stage: those that a simulator prints, or those that a file gives for real or other servers.

    xero:
      group: {client_id: ..., client_secret: ..., refresh_token: ...}     by the connection's name in settings
    anaplan:
      planning: {email: ..., password: ...}

One login for all connections of a vendor may stand directly below ``xero`` or ``anaplan``, which is also how the
simulators print theirs; ``webhook_key`` then stands beside it. The file is written back when Xero replaces a refresh
token.
"""

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import yaml
from ml_connector.errors import SettingsWrong

Vendor = Literal["xero", "anaplan"]
FIELDS: dict[Vendor, tuple[str, ...]] = {
    "xero": ("client_id", "client_secret", "refresh_token"),
    "anaplan": ("email", "password"),
}
_OPTIONAL = {"refresh_token"}  # a custom connection has none


def read(path: Path | None) -> dict[str, Any]:
    """The file as it is; empty without one.  Raises SettingsWrong."""
    if path is None:
        return {}
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        # The message of a YAML error quotes the line, which may hold a secret.
        raise SettingsWrong(f"The credentials file {path} cannot be read: {type(error).__name__}") from None
    if not isinstance(content, dict) or not content.keys() <= FIELDS.keys():
        raise SettingsWrong(f"The credentials file {path} must have the keys xero and anaplan and no others")
    return content


def keep_current(path: Path, before: str, now: str) -> None:
    """Write a rotated token in place of the one it replaces, and leave everything else of the file as it is.

    Xero's refresh tokens are good for one use: the old one would lock its owner out. Source: Xero, OAuth 2.0,
    refresh tokens.  Raises SettingsWrong, which never tells the token.
    """
    fresh = path.with_name(f"{path.name}.new")
    try:
        text = path.read_text(encoding="utf-8")
        fresh.touch(mode=0o600)
        fresh.write_text(text.replace(before, now), encoding="utf-8")
        shutil.copymode(path, fresh)
        fresh.replace(path)
    except OSError as error:
        raise SettingsWrong(
            f"Xero has replaced the refresh token in {path}, and the new one cannot be written there ({error}); "
            "connect again, and let the file be written"
        ) from error


def login(given: Mapping[str, Any], vendor: Vendor, connection: str) -> dict[str, str]:
    """The login of one connection; raises SettingsWrong naming what is missing, and never a value."""
    of_vendor = given.get(vendor) or {}
    found = of_vendor.get(connection, of_vendor)
    missing = [name for name in FIELDS[vendor] if name not in found and name not in _OPTIONAL]
    if missing:
        raise SettingsWrong(
            f"No login for the {vendor} connection '{connection}': {', '.join(missing)} missing; settings point "
            f"{vendor} to a server that is not simulated here, so give its login with --credentials FILE"
        )
    return {name: str(found[name]) for name in FIELDS[vendor] if name in found}
