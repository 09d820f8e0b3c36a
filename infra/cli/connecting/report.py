"""What connecting came to, for people and programs."""

from msgspec import Struct
from rich.table import Table

from infra.cli.connecting.organisations import Organisation


class Pinned(Struct, frozen=True):
    """One entity and the organisation it now stands for."""

    entity: str
    organisation: str


class Connected(Struct, frozen=True):
    """connection: its path in settings; secret: where the login is kept. No value of it is told."""

    connection: str
    secret: str
    scopes: tuple[str, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    pinned: tuple[Pinned, ...] = ()
    workspaces: tuple[str, ...] = ()


def table(found: Connected) -> Table:
    """The organisations of a login."""
    shown = Table(title="What this login covers", title_justify="left")
    for heading in ("organisation", "country", "base currency", "year end", "locked until", "pinned to", "consent"):
        shown.add_column(heading)
    entities = {one.organisation: one.entity for one in found.pinned}
    for one in found.organisations:
        locked = one.locked_until.isoformat() if one.locked_until else "-"
        consent = "this one" if one.now else "an earlier one"
        row = (one.name, one.country, one.base_currency, one.year_end, locked, entities.get(one.name, "-"), consent)
        shown.add_row(*row)
    return shown


def sentences(found: Connected) -> list[str]:
    """What was done."""
    told = [f"Stored the login of {found.connection} in secret {found.secret}."]
    told += [f"Pinned entity {one.entity} to {one.organisation}." for one in found.pinned]
    if found.scopes:
        told.append(f"It may use: {' '.join(found.scopes)}.")
    if found.workspaces:
        told.append(f"It sees these Anaplan workspaces: {', '.join(found.workspaces)}.")
    return told
