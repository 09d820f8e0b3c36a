"""connect xero, connect anaplan: making the logins that runs use."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

import requests
import typer
from ml_connector.http import Http
from ml_connector.settings import Settings, load

from infra.cli import console
from infra.cli.archive import table_of
from infra.cli.connecting.anaplan import AnaplanDesk
from infra.cli.connecting.browser import ByHand, InTheBrowser, redirect_uri
from infra.cli.connecting.keeping import Keeping
from infra.cli.connecting.person import AtTheTerminal
from infra.cli.connecting.report import Connected, sentences, table
from infra.cli.connecting.xero import XeroDesk
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, SettingsOfHome, Stack
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse
from infra.local.home import Home

app = typer.Typer(no_args_is_help=True, help="Make the logins that runs use, and store them in the home.")

Headless = Annotated[
    bool, typer.Option("--headless", help="Print the address to open, and ask for the one the browser ends at.")
]
Port = Annotated[
    int, typer.Option("--port", min=1024, max=65535, help="Listen on this port; register its address with the app.")
]
NewApp = Annotated[
    bool, typer.Option("--new-app", help="Ask for the id and secret of the app, although some are stored.")
]
_PORT = 8765


@app.command()
def xero(
    *,
    entity: Annotated[str, typer.Argument(metavar="ENTITY", help="The code of an entity in the settings, such as UK.")],
    settings: SettingsOfHome = None,
    headless: Headless = False,
    port: Port = _PORT,
    new_app: NewApp = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Connect the Xero organisation of an entity, and pin the entity to it.

    A web app: Xero's consent page opens in the browser, this command listens on
    http://localhost:PORT/callback (register that as a redirect URI) for the
    answer. A Custom Connection: only its id and secret are asked for. The
    organisation is compared with the settings, and later with every run.

    Examples:
      ml-connector connect xero UK
      ml-connector connect xero UK --headless --home home.json

    Exit status: 0 connected, 1 refused by Xero or by a person, 2 wrong usage
    or settings; unless it is 0, nothing was stored.
    """
    place = choose(home, stack)
    told = _settings(place, settings)
    _known("entity", entity, told.entities)
    person = AtTheTerminal()
    page = ByHand(person) if headless else InTheBrowser(person, port)
    desk = XeroDesk(told, Keeping(place, table_of(place)), person, _http(), page, redirect_uri(port), new_app=new_app)
    return _show(desk.connect(entity), json=json)


@app.command()
def anaplan(
    *,
    connection: Annotated[
        str | None,
        typer.Argument(metavar="CONNECTION", help="An entry of anaplan.connections; not needed if there is only one."),
    ] = None,
    settings: SettingsOfHome = None,
    headless: Headless = False,
    port: Port = _PORT,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Connect Anaplan by the kind of login that settings name, and try it.

    basic asks for e-mail and password; certificate for two PEM files; oauth
    opens Anaplan's consent page; device shows a code to type in any browser.

    Examples:
      ml-connector connect anaplan
      ml-connector connect anaplan planning --home home.json

    Exit status: 0 connected, 1 refused by Anaplan or by a person, 2 wrong
    usage or settings; unless it is 0, nothing was stored.
    """
    place = choose(home, stack)
    told = _settings(place, settings)
    name = connection or _only(told.anaplan.connections)
    _known("Anaplan connection", name, told.anaplan.connections)
    person = AtTheTerminal()
    page = ByHand(person) if headless else InTheBrowser(person, port)
    desk = AnaplanDesk(told, Keeping(place, table_of(place)), person, _http(), page, redirect_uri(port))
    return _show(desk.connect(name), json=json)


def _only(names: Collection[str]) -> str:
    if len(names) > 1:
        raise Misuse("Settings have more than one Anaplan connection", f"Name one of {', '.join(names)}")
    return next(iter(names))


def _settings(home: Home, file: Path | None) -> Settings:
    return home.settings() if file is None else load(file)


def _http() -> Http:
    return Http(requests.Session())


def _known(what: str, name: str, known: Collection[str]) -> None:
    if name not in known:
        raise Misuse(f"There is no {what} '{name}' in the settings", f"Name one of {', '.join(known)}")


def _show(found: Connected, *, json: bool) -> Status:
    if json:
        console.print_json(found)
        return Status.WELL
    if found.organisations:
        console.data().print(table(found))
    for sentence in sentences(found):
        console.data().print(sentence, markup=False, soft_wrap=True)
    return Status.WELL
