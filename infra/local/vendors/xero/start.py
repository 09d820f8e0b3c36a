"""Starts the simulator, with the books of a folder or else those of the demo firm."""

from collections.abc import Iterable
from pathlib import Path

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.books.folder import read_folder
from infra.local.vendors.xero.books.organisation import Books
from infra.local.vendors.xero.settings import SCOPES
from infra.local.vendors.xero.simulator import XeroSimulator
from infra.local.vendors.xero.state import State
from infra.local.vendors.xero.webhooks.settings import KEY


def start(
    port: int = 0,
    data: Path | None = None,
    *,
    organisations: Iterable[Books] | None = None,
    clock: Clock | None = None,
    scopes: Iterable[str] = SCOPES,
    webhooks_to: str | None = None,
    webhook_key: str = KEY,
) -> Running[XeroSimulator]:
    """A running simulator on 127.0.0.1.

    port            0 for any free one
    data            a folder of one organisation, or of one subfolder per organisation
    organisations   books instead of a folder; without either, the demo firm's
    clock           real time unless given
    scopes          what the app may ask for
    webhooks_to     a URL that is told of every edit, once it has passed the intent to receive
    webhook_key     what webhooks are signed with
    raises          FolderWrong if the folder cannot be read, OSError if the port is taken
    """
    given = None if organisations is None else tuple(organisations)

    def load() -> Iterable[Books]:
        if given is not None:
            return given
        return read_folder(data) if data else _demo_firm()

    clock = clock or Clock()
    simulator = XeroSimulator(State(load, clock, scopes))
    running = Running(simulator, port, clock)
    simulator.state.outbox.sending.key = webhook_key
    if webhooks_to is not None:
        simulator.state.outbox.aim(webhooks_to)
        simulator.state.outbox.validate()
        simulator.webhooks.start()
    return running


def _demo_firm() -> Iterable[Books]:
    from infra.local.firm import organisations  # noqa: PLC0415 - made only when nothing else is served

    return organisations()
