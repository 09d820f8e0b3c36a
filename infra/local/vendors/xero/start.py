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


def start(
    port: int = 0,
    data: Path | None = None,
    *,
    organisations: Iterable[Books] | None = None,
    clock: Clock | None = None,
    scopes: Iterable[str] = SCOPES,
) -> Running[XeroSimulator]:
    """A running simulator on 127.0.0.1.

    port            0 for any free one
    data            a folder of one organisation, or of one subfolder per organisation
    organisations   books instead of a folder; without either, the demo firm's
    clock           real time unless given
    scopes          what the app may ask for
    raises          FolderWrong if the folder cannot be read, OSError if the port is taken
    """
    given = None if organisations is None else tuple(organisations)

    def load() -> Iterable[Books]:
        if given is not None:
            return given
        return read_folder(data) if data else _demo_firm()

    clock = clock or Clock()
    return Running(XeroSimulator(State(load, clock, scopes)), port, clock)


def _demo_firm() -> Iterable[Books]:
    from infra.local.firm import organisations  # noqa: PLC0415 - made only when nothing else is served

    return organisations()
