"""The real client against the simulated Anaplan, over real HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from ml_connector.anaplan.auth import MARGIN, AnaplanCredentials, renew
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.discovery import find_model, find_workspace
from ml_connector.http import Http
from ml_connector.tokens import SharedToken
from pydantic import SecretStr

from infra.local.vendors.anaplan import start
from tests.component.anaplan.desk import Desk, MemoryVault, Operator


@pytest.fixture
def simulator() -> Iterator[dict[str, Any]]:
    with start() as running:
        yield running.description()


@pytest.fixture
def operator(simulator: dict[str, Any]) -> Operator:
    told = Operator(simulator["admin"])
    told.order("settings", task_seconds=0.0)
    return told


@pytest.fixture
def vault(simulator: dict[str, Any]) -> MemoryVault:
    return MemoryVault(AnaplanCredentials(email=simulator["email"], password=SecretStr(simulator["password"])))


@pytest.fixture
def client(simulator: dict[str, Any], operator: Operator, vault: MemoryVault) -> AnaplanClient:
    assert operator.url == simulator["admin"]
    return _client(simulator, vault, Http(requests.Session()))


@pytest.fixture
def hasty(simulator: dict[str, Any], vault: MemoryVault) -> AnaplanClient:
    """A client that bears no silence of more than a fifth of a second."""
    return _client(simulator, vault, Http(requests.Session(), read_timeout=0.2))


@pytest.fixture
def desk(client: AnaplanClient, vault: MemoryVault) -> Desk:
    return Desk(client, find_model(client, find_workspace(client, "Finance"), "Xero Data Hub"), vault)


def _client(simulator: dict[str, Any], vault: MemoryVault, http: Http) -> AnaplanClient:
    token = SharedToken(vault, renew(http, simulator["auth"], _now), _now, MARGIN)
    return AnaplanClient(http, simulator["api"], token)


def _now() -> datetime:
    return datetime.now(UTC)
