"""Webhooks on this machine: the key where the receiver looks for it, and the simulated Xero at the other end."""

from typing import Any

from ml_connector.settings import Settings

from infra.local.home import Home
from infra.local.vendors.common.server import Running

QUICK = {"window_seconds": 1, "gap_seconds": 5}
"""Between simulators nobody wants to wait a minute."""


def store_key(home: Home, settings: Settings, key: str | None) -> None:
    """Let the receiver know the key; without one it refuses every delivery."""
    if settings.webhooks is not None and key:
        for secret in settings.webhooks.secrets:
            home.put_credentials(secret, {"signing_keys": [key]})


def deliver(xero: Running[Any] | None, home: Home) -> None:
    """Let the simulated Xero tell the home of every edit from now on.

    raises   RuntimeError if the home does not pass the intent to receive
    """
    if xero is None or home.description.webhooks is None:
        return
    outbox = xero.simulator.state.outbox
    outbox.aim(home.description.webhooks)
    if outbox.validate() != "ok":
        raise RuntimeError(
            f"{home.description.webhooks} did not pass Xero's intent to receive: it answered {outbox.posts}; look at "
            "the log of receive_webhook"
        )
    xero.simulator.webhooks.start()


def quick(settings: Settings) -> Settings:
    """The same with short windows."""
    if settings.webhooks is None:
        return settings
    webhooks = settings.webhooks.model_copy(update=QUICK)
    return settings.model_copy(update={"webhooks": webhooks})
