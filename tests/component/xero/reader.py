"""The hands of these tests: a vault in memory, a Xero that ignores order, and a pass read to its end."""

import contextlib
import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from ml_connector.answer import Answer
from ml_connector.http import Http
from ml_connector.xero.auth import XeroCredentials
from ml_connector.xero.client import XeroClient
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.models.invoices import Invoice
from ml_connector.xero.pages import read_page
from ml_connector.xero.paging import Position, advance
from ml_connector.xero.reading import records

from infra.local.vendors.common.server import Running
from infra.local.vendors.xero.simulator import XeroSimulator
from tests.simulators.xero.books import UK, invoice

Simulator = Running[XeroSimulator]
NewClient = Callable[..., XeroClient]  # for a tenant, over an Http


class MemoryVault:
    """Keeps credentials in a variable and counts how often they are stored."""

    def __init__(self, credentials: XeroCredentials) -> None:
        self.credentials = credentials
        self.writes = 0

    def read(self) -> XeroCredentials:
        return self.credentials

    def write(self, credentials: XeroCredentials) -> None:
        self.credentials = credentials
        self.writes += 1

    def give_up(self, why: str) -> None:
        pass

    def given_up(self) -> str | None:
        return None

    def lease(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class OrderBlind(Http):
    """A way to Xero on which the order asked for is lost, so that Xero's own order by update comes back."""

    def send(self, method: str, url: str, *, params: Mapping[str, str] | None = None, **more: Any) -> Answer:
        kept = {name: value for name, value in (params or {}).items() if name != "order"}
        return super().send(method, url, params=kept, **more)


@dataclass
class Pass:
    """What one pass has parked."""

    position: Position
    seen: dict[str, Invoice] = field(default_factory=dict)


def read_invoices(client: XeroClient, since: datetime | None = None, page_size: int = 10) -> Pass:
    """A whole pass over the sales invoices."""
    endpoint, done = ENDPOINTS["invoices"], Pass(Position(since=since))
    while not done.position.done:
        page = read_page(client, endpoint, done.position, page_size)
        for found in records(gzip.decompress(page.gzipped), endpoint.key, Invoice):
            assert isinstance(found, Invoice)
            done.seen[found.id] = found
        done.position = advance(done.position, page, lambda: len(done.seen))
    return done


def scattered(number: int) -> dict[str, Any]:
    """An invoice whose id says nothing about when it was made."""
    return invoice(number, InvoiceID=str(UUID(int=(number + 1) * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128))))


def stamps(simulator: Simulator) -> dict[str, datetime]:
    """When each invoice was last updated, as the books have it."""
    found = simulator.simulator.state.tenant(UK)["Invoices"].records()
    milliseconds = {record["InvoiceID"]: int(record["UpdatedDateUTC"][6:19]) for record in found}
    return {id_: datetime.fromtimestamp(ms / 1000, UTC) for id_, ms in milliseconds.items()}
