"""A simulator with small books, at a fixed time that does not run unless a test lets it."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.server import Running
from infra.local.vendors.xero import start
from infra.local.vendors.xero.books.organisation import GivenBooks
from infra.local.vendors.xero.simulator import XeroSimulator
from tests.simulators.xero.books import NOW, NZ, account, books, category, contact, invoice, payment
from tests.simulators.xero.client import Client, Serve


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Starts a simulator with the given organisations and logs in."""
    with ExitStack() as stack:

        def serve(*organisations: GivenBooks) -> Client:
            clock = Clock()
            clock.speed(0)
            clock.set(NOW)
            running: Running[XeroSimulator] = stack.enter_context(start(organisations=organisations, clock=clock))
            return Client(running).log_in()

        yield serve


@pytest.fixture
def client(serve: Serve) -> Client:
    """A client of a simulator with two organisations; the first has a little of everything."""
    first = books(
        Accounts=[account(n) for n in range(1, 4)],
        Contacts=[contact(n) for n in range(3)],
        Invoices=[invoice(n) for n in range(1, 6)],
        Payments=[payment(n) for n in range(1, 4)],
        TrackingCategories=[category(1, "North", "South")],
    )
    return serve(first, books(NZ, "Test (NZ) Limited", Invoices=[invoice(9, CurrencyCode="NZD")]))
