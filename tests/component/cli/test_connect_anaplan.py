"""Connecting Anaplan by every kind of login: tried first, stored then, and nothing stored that does not work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

import boto3
import pytest
import requests
from ml_connector import plain
from ml_connector.errors import BadCredentials
from ml_connector.http import Http
from ml_connector.settings import AnaplanConnection, Settings, load
from moto import mock_aws

from infra.cli.connecting.anaplan import AnaplanDesk
from infra.cli.connecting.browser import redirect_uri
from infra.cli.connecting.keeping import Keeping
from infra.cli.connecting.report import Connected
from infra.cli.trouble import Misuse
from infra.local.home.lifecycle import DEMO
from infra.local.vendors.anaplan import RunningAnaplan, start
from infra.local.vendors.anaplan.grants import CODE_CLIENT, CODE_SECRET, DEVICE_CLIENT
from tests.component.anaplan.certified import certificate, key, pem
from tests.component.cli.test_connect_xero import Told
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from collections.abc import Callable

SECRET = "ml-connector/anaplan/planning"
TIMEOUT = 10


@pytest.fixture
def server() -> Iterator[RunningAnaplan]:
    with start() as running:
        yield running


@pytest.fixture
def secrets() -> Iterator[Any]:
    with mock_aws():
        client = boto3.client("secretsmanager", region_name="eu-west-2")
        client.create_secret(Name=SECRET, SecretString="{}")
        yield client


def stored(secrets: Any) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(secrets.get_secret_value(SecretId=SECRET)["SecretString"])
    return document


def settings_for(server: RunningAnaplan, kind: str) -> Settings:
    demo = load(DEMO)
    hosts = type(demo.endpoints)(anaplan_api=server.url, anaplan_auth=server.url, anaplan_oauth=server.url)
    chosen = AnaplanConnection.model_validate({"kind": kind, "secret": SECRET})
    parts = demo.anaplan.model_copy(update={"connections": {"planning": chosen}})
    return demo.model_copy(update={"endpoints": hosts, "anaplan": parts})


def connect(server: RunningAnaplan, secrets: Any, kind: str, person: Told) -> Connected:
    home: Any = SimpleNamespace(client=lambda _: secrets)
    keeping = Keeping(home, new_table(boto3.resource("dynamodb", region_name="eu-west-2")))
    back = redirect_uri(8765)
    desk = AnaplanDesk(settings_for(server, kind), keeping, person, Http(requests.Session()), consented, back)
    return desk.connect("planning")


def consented(address: str, _: Callable[[str], bool]) -> str:
    fields = dict(parse_qsl(urlsplit(address).query))
    page = address.partition("?")[0]
    return requests.post(page, data=fields, timeout=TIMEOUT, allow_redirects=False).headers["Location"]


def test_a_password_is_tried_and_stored(server: RunningAnaplan, secrets: Any) -> None:
    """What the login sees is the proof that it works."""
    about = server.description()

    found = connect(server, secrets, "basic", Told(about["email"], about["password"]))

    assert found.workspaces == ("Finance",)
    assert stored(secrets)["password"] == about["password"]
    assert stored(secrets)["token"] not in plain.json(found)


def test_a_password_that_does_not_work_is_not_stored(server: RunningAnaplan, secrets: Any) -> None:
    """The login that worked until now is still there."""
    with pytest.raises(BadCredentials, match="exception user"):
        connect(server, secrets, "basic", Told(server.description()["email"], "wrong"))
    assert stored(secrets) == {}


def test_a_certificate_is_read_from_its_files(server: RunningAnaplan, secrets: Any, tmp_path: Path) -> None:
    """Nobody pastes a private key into a terminal."""
    (tmp_path / "c.pem").write_text(certificate(key()), encoding="ascii")
    (tmp_path / "k.pem").write_text(pem(key()), encoding="ascii")
    text = (tmp_path / "c.pem").read_text(encoding="ascii")
    server.simulator.tenant.certificates.register(server.description()["email"], text)

    connect(server, secrets, "certificate", Told(str(tmp_path / "c.pem"), str(tmp_path / "k.pem"), "-"))

    assert stored(secrets)["certificate"] == text


def test_a_file_that_is_not_there_is_told(server: RunningAnaplan, secrets: Any, tmp_path: Path) -> None:
    """Before anything else is asked."""
    with pytest.raises(Misuse, match=r"none\.pem cannot be read"):
        connect(server, secrets, "certificate", Told(str(tmp_path / "none.pem")))


def test_a_consent_is_stored_with_its_refresh_token(server: RunningAnaplan, secrets: Any) -> None:
    """Authorization code, through the browser."""
    connect(server, secrets, "oauth", Told(CODE_CLIENT, CODE_SECRET))

    assert stored(secrets)["refresh_token"]


def test_a_device_under_single_sign_on_is_explained_and_nothing_stored(server: RunningAnaplan, secrets: Any) -> None:
    """With what to ask the tenant's administrator for."""
    server.simulator.tenant.switches.single_sign_on = True

    with pytest.raises(BadCredentials, match="tenant security administrator"):
        connect(server, secrets, "device", Told(DEVICE_CLIENT))
    assert stored(secrets) == {}


def test_a_device_is_connected_when_its_code_was_confirmed(server: RunningAnaplan, secrets: Any) -> None:
    """The person opens the address that was told."""

    class Confirming(Told):
        def tell(self, text: str) -> None:
            address, code = text.split()[1], text.rsplit(maxsplit=1)[-1]
            requests.post(address.partition("?")[0], data={"user_code": code}, timeout=TIMEOUT).raise_for_status()

    connect(server, secrets, "device", Confirming(DEVICE_CLIENT))

    assert stored(secrets)["client_id"] == DEVICE_CLIENT
