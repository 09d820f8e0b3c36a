"""Entities for a folder of Xero data that nobody has written settings for."""

import re
from collections.abc import Iterable, Sequence

from ml_connector.errors import SettingsWrong
from ml_connector.settings import Entity, Settings

from infra.local.vendors.xero.books.organisation import GivenBooks

_LONGEST_CODE = 12


def with_entities(settings: Settings, books: Sequence[GivenBooks]) -> Settings:
    """The settings with one entity per organisation of the data, on the first connection and the first model.

    Its books are not compared: a folder is seldom a whole ledger, and what it lacks would fail every run.
    """
    connection, model = next(iter(settings.xero.connections)), next(iter(settings.anaplan.models))
    found: dict[str, Entity] = {}
    for one in books:
        currency = _base_currency(one)
        found[_code(one.name or "", found)] = Entity(
            connection=connection, tenant_id=one.tenant_id, base_currency=currency, model=model
        )
    proof = settings.proof.model_copy(update={"books": False})
    return settings.model_copy(update={"entities": found, "proof": proof})


def _base_currency(books: GivenBooks) -> str:
    currency = next(iter(books.collections["Organisations"])).get("BaseCurrency")
    if not currency:
        raise SettingsWrong(
            f"organisation.json of {books.tenant_id} names no BaseCurrency; add it, or give settings with --settings"
        )
    return str(currency)


def _code(name: str, taken: Iterable[str]) -> str:
    """The initials of the name, or ORG; numbered if there is such an entity already."""
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", name)).upper()[: _LONGEST_CODE - 2] or "ORG"
    numbered = (initials, *(f"{initials}{number}" for number in range(2, 100)))
    return next(code for code in numbered if code not in taken)
