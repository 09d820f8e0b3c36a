"""Connecting Xero: the simulated consent page on one side, a mocked AWS on the other, no terminal and no browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import boto3
import pytest
import requests
from ml_connector import plain
from ml_connector.errors import BadCredentials, SettingsWrong
from ml_connector.http import Http
from ml_connector.settings import Settings, load
from moto import mock_aws

from infra.cli.connecting.browser import ByHand, InTheBrowser, redirect_uri
from infra.cli.connecting.keeping import Keeping
from infra.cli.connecting.xero import XeroDesk
from infra.cli.trouble import Misuse
from infra.local.home.lifecycle import DEMO
from infra.local.vendors import xero
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

    from infra.local.vendors.common.server import Running
    from infra.local.vendors.xero.simulator import XeroSimulator

SECRET = "ml-connector/xero/group"
TIMEOUT = 10
BACK = redirect_uri(8765)


class Told:
    """A person who was told beforehand what to answer."""

    def __init__(self, *answers: str) -> None:
        self.heard: list[str] = []
        self._answers = list(answers)

    def tell(self, text: str) -> None:
        self.heard.append(text)

    def ask(self, question: str) -> str:
        self.heard.append(question)
        return self._answers.pop(0)

    ask_secretly = ask


@pytest.fixture
def server() -> Iterator[Running[XeroSimulator]]:
    with xero.start() as running:
        yield running


@pytest.fixture
def settings(server: Running[XeroSimulator]) -> Settings:
    demo = load(DEMO)
    hosts = {"xero_api": server.url, "xero_identity": server.url}
    return demo.model_copy(update={"endpoints": type(demo.endpoints)(**hosts)})


@pytest.fixture
def table() -> Iterator[Table]:
    with mock_aws():
        yield new_table(boto3.resource("dynamodb", region_name="eu-west-2"))


@pytest.fixture
def keeping(table: Table) -> Keeping:
    client = boto3.client("secretsmanager", region_name="eu-west-2")
    client.create_secret(Name=SECRET, SecretString="{}")
    home: Any = SimpleNamespace(client=lambda _: client)
    return Keeping(home, table)


def stored() -> dict[str, Any]:
    client = boto3.client("secretsmanager", region_name="eu-west-2")
    document: dict[str, Any] = json.loads(client.get_secret_value(SecretId=SECRET)["SecretString"])
    return document


def press(address: str, answer: str = "allow", tenants: slice = slice(None)) -> str:
    """What a browser and a person do; the address they end at."""
    html = requests.get(address, timeout=TIMEOUT).text
    fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html)
    boxes = re.findall(r'type="checkbox" name="(tenant)" value="([^"]*)"', html)[tenants]
    page = address.partition("?")[0]
    back = requests.post(page, data=[*fields, *boxes, ("answer", answer)], timeout=TIMEOUT, allow_redirects=False)
    return back.headers["Location"]


def allowed(address: str, _: Callable[[str], bool]) -> str:
    return press(address)


def desk(settings: Settings, keeping: Keeping, person: Told, page: Any = allowed, **more: Any) -> XeroDesk:
    return XeroDesk(settings, keeping, person, Http(requests.Session()), page, BACK, **more)


def app_of(server: Running[XeroSimulator]) -> tuple[str, str]:
    about = server.description()
    return about["client_id"], about["client_secret"]


DEMO_ASKS = (
    "accounting.banktransactions.read",
    "accounting.budgets.read",
    "accounting.contacts.read",
    "accounting.invoices.read",
    "accounting.manualjournals",
    "accounting.manualjournals.read",
    "accounting.payments.read",
    "accounting.reports.trialbalance.read",
    "accounting.settings.read",
)
"""What the demo's loads, its plan and its proof need."""


def test_a_consent_is_stored_and_the_organisations_pinned(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """One consent over both organisations serves both entities; only the scopes of the loads are asked for."""
    found = desk(settings, keeping, Told(*app_of(server))).connect("UK")

    pins = {code: keeping.pins.read(code) for code in ("UK", "NZ")}
    assert {code: (pin.name, pin.base_currency) for code, pin in pins.items() if pin} == {
        "UK": ("Harbour & Vale Ltd", "GBP"),
        "NZ": ("Harbour & Vale (NZ) Limited", "NZD"),
    }
    assert stored()["refresh_token"] == server.description()["refresh_token"]
    assert found.scopes == DEMO_ASKS
    assert [(one.country, one.now) for one in found.organisations] == [("GB", True), ("NZ", True)]
    assert all(value not in plain.json(found) for value in (stored()["access_token"], stored()["client_secret"]))


def test_a_second_consent_takes_the_app_that_is_stored(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """Reconnecting is one command and one click."""
    desk(settings, keeping, Told(*app_of(server))).connect("UK")
    server.simulator.state.tokens.revoke_all()

    desk(settings, keeping, Told()).connect("UK")

    assert server.simulator.state.tokens.refresh(stored()["refresh_token"])


def test_the_browser_comes_back_to_the_loopback(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """The way most people go; another program that guesses the address in between changes nothing."""
    person = Told(*app_of(server))
    statuses: list[int] = []

    def browse(address: str) -> None:
        statuses.append(requests.get(f"{BACK}?code=guessed&state=guessed", timeout=TIMEOUT).status_code)
        statuses.append(requests.get(press(address), timeout=TIMEOUT).status_code)

    def show(address: str) -> bool:
        Thread(target=browse, args=(address,), daemon=True).start()
        return True

    found = desk(settings, keeping, person, InTheBrowser(person, 8765, show)).connect("UK")

    assert statuses[0] == 404
    assert len(found.pinned) == 2


def test_without_a_browser_the_address_is_copied_by_hand(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """On a server there is a terminal and nothing else."""

    class Copying(Told):
        def ask(self, question: str) -> str:
            if question != "The whole address":
                return super().ask(question)
            return press(self.heard[-2].splitlines()[1])

        ask_secretly = Told.ask

    person = Copying(*app_of(server))

    assert desk(settings, keeping, person, ByHand(person)).connect("NZ").pinned


@pytest.mark.parametrize(
    ("page", "says"),
    [
        (lambda address, _: press(address, "cancel"), "did not allow"),
        (lambda address, _: press(address).replace("state=", "state=x"), "state differs"),
        (lambda _, __: f"{BACK}?error=access_denied", "state differs"),
    ],
    ids=["no", "another state", "no state"],
)
def test_nothing_is_stored_unless_the_person_has_answered_this_question_with_yes(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping, page: Any, says: str
) -> None:
    """The state is what ties the answer to the question."""
    with pytest.raises(BadCredentials, match=says):
        desk(settings, keeping, Told(*app_of(server)), page).connect("UK")
    assert stored() == {}


def test_a_consent_for_another_organisation_is_refused_with_what_it_covers(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """The person ticked the wrong box, or settings name the wrong tenant: both can be read from the message."""
    server.simulator.state.connections.clear()

    with pytest.raises(SettingsWrong, match=r"covers: Harbour & Vale \(NZ\) Limited in NZD, tenant_id: a1f0c7de-0002"):
        desk(settings, keeping, Told(*app_of(server)), lambda address, _: press(address, tenants=slice(1, 2))).connect(
            "UK"
        )
    assert stored() == {}
    assert keeping.pins.read("NZ") is None


def test_an_organisation_in_another_currency_is_refused(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """Every figure would be in the wrong one."""
    uk = settings.entities["UK"].model_copy(update={"base_currency": "EUR"})
    wrong = settings.model_copy(update={"entities": settings.entities | {"UK": uk}})

    with pytest.raises(SettingsWrong, match="keeps its books in GBP"):
        desk(wrong, keeping, Told(*app_of(server))).connect("UK")
    assert stored() == {}


def test_a_wrong_client_secret_is_told_and_another_one_can_be_given(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """The page knows only the client id; the secret is checked when the code is exchanged."""
    client_id, secret = app_of(server)
    with pytest.raises(BadCredentials, match="client secret"):
        desk(settings, keeping, Told(client_id, "wrong")).connect("UK")

    assert desk(settings, keeping, Told(client_id, secret), new_app=True).connect("UK").pinned


def test_a_custom_connection_is_asked_for_id_and_secret_only(
    server: Running[XeroSimulator], settings: Settings, keeping: Keeping
) -> None:
    """No browser, no refresh token, exactly one organisation."""
    custom = settings.xero.model_copy(
        update={"connections": {"group": settings.xero.connections["group"].model_copy(update={"kind": "custom"})}}
    )

    found = desk(settings.model_copy(update={"xero": custom}), keeping, Told(*app_of(server)), page=None).connect("UK")

    assert [one.entity for one in found.pinned] == ["UK"]
    assert "refresh_token" not in stored()


def test_a_port_that_is_taken_is_told(server: Running[XeroSimulator]) -> None:
    """Another program listens there; the address of another port has to be registered first."""
    with pytest.raises(Misuse, match="cannot be listened on"):
        InTheBrowser(Told(), server.port, lambda _: True)("http://localhost/", lambda _: True)


def test_nobody_is_waited_for_for_ever() -> None:
    """Xero shows some mistakes to the person alone; the message names them."""
    with pytest.raises(BadCredentials, match="invalid_scope means"):
        InTheBrowser(Told(), 8766, lambda _: True, patience=0.1)("http://localhost/", lambda _: True)
