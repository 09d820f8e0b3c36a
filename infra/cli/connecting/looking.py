"""How every connection of a home stands. Reads secrets and shows nothing of them."""

from collections.abc import Iterator

from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.errors import BadCredentials
from ml_connector.plain import Instant
from ml_connector.settings import Settings
from ml_connector.tokens import Credentials
from ml_connector.xero.auth import XeroCredentials
from msgspec import Struct
from msgspec.structs import replace
from rich.table import Table

from infra.cli.connecting.keeping import Keeping


class Standing(Struct, frozen=True):
    """One connection.

    state        connected, not connected (nothing usable is stored) or reconnect needed
    good_until   the end of the last token; a connected one is renewed when it is used
    why          what is wrong, if anything
    entities     what was pinned through it, as "UK: Harbour & Vale Ltd"
    """

    connection: str
    kind: str
    secret: str
    state: str
    good_until: Instant | None = None
    why: str = ""
    entities: tuple[str, ...] = ()


class Standings(Struct, frozen=True):
    """All of them, in the order of the settings."""

    connections: tuple[Standing, ...]

    @property
    def well(self) -> bool:
        """Whether every one can be used."""
        return all(one.state == "connected" for one in self.connections)


def look(settings: Settings, keeping: Keeping) -> Standings:
    """How they stand now."""
    return Standings(connections=(*_xero(settings, keeping), *_anaplan(settings, keeping)))


def _xero(settings: Settings, keeping: Keeping) -> Iterator[Standing]:
    pins = {code: pin for code in settings.entities if (pin := keeping.pins.read(code))}
    for name, one in settings.xero.connections.items():
        entities = tuple(f"{code}: {pin.name}" for code, pin in pins.items() if pin.connection == name)
        found = _stands(keeping, f"xero.connections.{name}", one.kind, one.secret, XeroCredentials)
        yield replace(found, entities=entities)


def _anaplan(settings: Settings, keeping: Keeping) -> Iterator[Standing]:
    for name, one in settings.anaplan.connections.items():
        yield _stands(keeping, f"anaplan.connections.{name}", one.kind, one.secret, AnaplanCredentials)


def _stands(keeping: Keeping, connection: str, kind: str, secret: str, model: type[Credentials]) -> Standing:
    vault = keeping.vault(secret, model)
    try:
        stored = vault.read()
    except BadCredentials as error:
        return Standing(connection=connection, kind=kind, secret=secret, state="not connected", why=str(error))
    why = vault.given_up() or ""
    state = "reconnect needed" if why else "connected"
    return Standing(connection=connection, kind=kind, secret=secret, state=state, good_until=stored.expires_at, why=why)


def table(found: Standings) -> Table:
    """One line each."""
    shown = Table()
    for heading in ("connection", "kind", "state", "token until", "entities", "why"):
        shown.add_column(heading, overflow="fold")
    for one in found.connections:
        until = f"{one.good_until:%Y-%m-%d %H:%M} UTC" if one.good_until else "-"
        shown.add_row(one.connection, one.kind, one.state, until, "\n".join(one.entities) or "-", one.why)
    return shown
