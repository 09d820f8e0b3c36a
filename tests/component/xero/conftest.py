"""The real client against the simulated Xero, over real HTTP, with the books of 45 invoices."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
from ml_connector.http import Http
from ml_connector.tokens import SharedToken
from ml_connector.xero.auth import XeroCredentials, renew
from ml_connector.xero.client import XeroClient

from infra.local.vendors.xero import start
from tests.component.xero.reader import MemoryVault, NewClient, Simulator, scattered
from tests.simulators.xero.books import NZ, UK, books

MARGIN = timedelta(minutes=5)


@pytest.fixture
def simulator() -> Iterator[Simulator]:
    organisations = [books(Invoices=[scattered(n) for n in range(45)]), books(NZ, "Test (NZ) Limited")]
    with start(organisations=organisations) as running:
        yield running


@pytest.fixture
def vault(simulator: Simulator) -> MemoryVault:
    about = simulator.description()
    named = {name: about[name] for name in ("client_id", "client_secret", "refresh_token")}
    return MemoryVault(XeroCredentials.model_validate(named))


@pytest.fixture
def new_client(simulator: Simulator, vault: MemoryVault) -> NewClient:
    def client(tenant: str = UK, http: Http | None = None) -> XeroClient:
        http = http or Http(requests.Session())
        token = SharedToken(vault, renew(http, simulator.url, "web_app"), lambda: datetime.now(UTC), MARGIN)
        return XeroClient(http, simulator.url, token, tenant)

    return client


@pytest.fixture
def client(new_client: NewClient) -> XeroClient:
    return new_client()
