"""A first table from an organisation's codes to the members of a list: what is certain is filled in."""

from collections.abc import Iterable, Sequence

from ml_connector.sync.items import Item
from ml_connector.sync.payload import Payload
from ml_connector.sync.references import ReferenceRow


class Entry(Payload, frozen=True):
    """One line of the table; ``to`` is empty where nobody can say but a person, and ``reason`` says why.

    value   what the table is asked for: the code of an account, the name of an option
    """

    value: str
    to: str
    reason: str


class Proposal(Payload, frozen=True):
    """The table for one entity and dimension."""

    entity: str
    dimension: str
    entries: tuple[Entry, ...]


def propose(entity: str, dimension: str, rows: Iterable[ReferenceRow], items: Iterable[Item]) -> Proposal:
    """By code first, then by name; one that is archived and unknown needs no line at all."""
    items = list(items)
    codes = _grouped((item.code, item) for item in items if item.code)
    names = _grouped((item.name, item) for item in items)
    entries = [_entry(row, codes, names) for row in rows]
    return Proposal(entity=entity, dimension=dimension, entries=tuple(sorted(entries, key=lambda one: one.value)))


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = {}
    for text, item in pairs:
        groups.setdefault(text.strip().casefold(), []).append(item)
    return groups


def _entry(row: ReferenceRow, codes: dict[str, list[Item]], names: dict[str, list[Item]]) -> Entry:
    key = row.name if row.category else row.code
    if not key:
        return Entry(value="", to="", reason=f"'{row.name}' has no code in Xero; give it one")
    if row.code and (found := codes.get(row.code.strip().casefold(), ())):
        return _chosen(key, found, f"same code; here it is called '{row.name}', there '{found[0].name}'")
    if found := names.get(row.name.strip().casefold(), ()):
        return _chosen(key, found, "same name")
    status = "" if row.status == "ACTIVE" else f"; it is {row.status} in Xero"
    return Entry(value=key, to="", reason=f"no member has the code '{row.code}' or the name '{row.name}'{status}")


def _chosen(key: str, found: Sequence[Item], reason: str) -> Entry:
    if len(found) > 1:
        told = ", ".join(item.code or item.name for item in found)
        return Entry(value=key, to="", reason=f"more than one member has this name: {told}")
    return Entry(value=key, to=found[0].code or found[0].name, reason=reason)
