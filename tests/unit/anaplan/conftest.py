"""A client on recorded answers: nothing leaves the process."""

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import requests
import responses
from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Model
from ml_connector.http import Http
from ml_connector.limits.bucket import Throttle
from ml_connector.tokens import SharedToken
from pydantic import SecretStr

from tests.unit.limits.world import MemoryBuckets

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class MemoryVault:
    """Keeps credentials in a variable."""

    def __init__(self, credentials: AnaplanCredentials) -> None:
        self.credentials = credentials

    def read(self) -> AnaplanCredentials:
        return self.credentials

    def write(self, credentials: AnaplanCredentials) -> None:
        self.credentials = credentials

    def give_up(self, why: str) -> None:
        raise AssertionError(why)

    def given_up(self) -> str | None:
        return None

    def lease(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


def _next_token(old: AnaplanCredentials) -> AnaplanCredentials:
    assert old.token is not None
    return old.model_copy(update={"token": SecretStr(old.token.get_secret_value() + "+")})


@pytest.fixture
def server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def client(token: SharedToken[AnaplanCredentials]) -> AnaplanClient:
    return AnaplanClient(Http(requests.Session()), "https://api.test", token)


@pytest.fixture
def throttled(token: SharedToken[AnaplanCredentials], pauses: list[float]) -> AnaplanClient:
    """A client whose calls come from a bucket, on a clock that only pauses turn."""
    throttle = Throttle(MemoryBuckets(), "t", 600, clock=lambda: 1.7e9 + sum(pauses), pause=pauses.append)
    return AnaplanClient(Http(requests.Session()), "https://api.test", token, throttle)


@pytest.fixture
def token() -> SharedToken[AnaplanCredentials]:
    stored = AnaplanCredentials(
        email="loader@example.com",
        password=SecretStr("p"),
        token=SecretStr("token"),
        expires_at=NOW + timedelta(minutes=35),
    )
    return SharedToken(MemoryVault(stored), _next_token, lambda: NOW, timedelta(minutes=10))


@pytest.fixture
def model() -> Model:
    return Model(workspace_id="8a8b", id="C0DE", name="Hub")


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def actions(client: AnaplanClient, model: Model, pauses: list[float]) -> Actions:
    return Actions(client, model, pauses.append)
