"""Simulators with small books: at a fixed time that does not run unless a test lets it, and for the official client."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from xero_python.api_client import ApiClient, Configuration
from xero_python.api_client.oauth2 import OAuth2Token, TokenApi

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.server import Running
from infra.local.vendors.xero import start
from infra.local.vendors.xero.books.organisation import GivenBooks
from infra.local.vendors.xero.simulator import XeroSimulator
from tests.simulators.xero.books import NOW, NZ, account, books, category, contact, invoice, payment
from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.official import BOOKS, EXPIRED, Official


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


@pytest.fixture
def official(monkeypatch: pytest.MonkeyPatch) -> Iterator[Official]:
    """Holds an expired token at first: its first call is a refresh."""
    with start(organisations=[BOOKS]) as running:
        for name in ("refresh_token_url", "client_credentials_token_url"):
            monkeypatch.setattr(TokenApi, name, f"{running.url}/connect/token")
        monkeypatch.setattr(TokenApi, "revoke_token_url", f"{running.url}/connect/revocation")
        about = running.description()
        tokens: list[dict[str, Any]] = [
            {
                "access_token": "old",
                "refresh_token": about["refresh_token"],
                "scope": ["offline_access"],
                "expires_in": 1800,
                "expires_at": EXPIRED,
                "token_type": "Bearer",
            }
        ]
        settings = Configuration(oauth2_token=OAuth2Token(about["client_id"], about["client_secret"]))
        client = ApiClient(settings, oauth2_token_getter=lambda: tokens[-1], oauth2_token_saver=tokens.append)
        yield Official(running, client, tokens)
