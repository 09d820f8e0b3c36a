"""Which organisation belongs to which entity, and whether it may. Pure."""

from collections.abc import Sequence
from datetime import datetime

from ml_connector.errors import SettingsWrong
from ml_connector.settings import Settings
from ml_connector.sync.guard import Identity, Pin

from infra.cli.connecting.organisations import Organisation


def the_right_ones(settings: Settings, entity: str, seen: Sequence[Organisation]) -> dict[str, Organisation]:
    """The organisation of the entity, and of the other entities of its connection as far as they are covered.

    raises   SettingsWrong when the entity's own is not covered, or any is in another currency than settings say
    """
    connection = settings.entities[entity].connection
    by_tenant = {one.tenant_id.casefold(): one for one in seen}
    found = {
        code: by_tenant[each.tenant_id.casefold()]
        for code, each in settings.entities.items()
        if each.connection == connection and each.tenant_id.casefold() in by_tenant
    }
    if entity not in found:
        raise SettingsWrong(_another_one(settings, entity, seen))
    for code, one in found.items():
        if one.base_currency != settings.entities[code].base_currency:
            raise SettingsWrong(
                f"entities.{code}.base_currency is {settings.entities[code].base_currency}, but {one.name} keeps its "
                f"books in {one.base_currency or 'a currency that Xero does not tell'}: correct the settings, deploy "
                "them, and connect again. Nothing was stored"
            )
    return found


def pin_of(organisation: Organisation, connection: str, at: datetime) -> Pin:
    """What runs compare with."""
    known_by = {name: getattr(organisation, name) for name in Identity.__struct_fields__}
    return Pin(**known_by, connection=connection, pinned=at)


def _another_one(settings: Settings, entity: str, seen: Sequence[Organisation]) -> str:
    offered = "; ".join(f"{one.name} in {one.base_currency}, tenant_id: {one.tenant_id}" for one in seen)
    return (
        f"entities.{entity}.tenant_id is {settings.entities[entity].tenant_id}, and this login does not cover it. It "
        f"covers: {offered}. Either connect again and choose the right organisation on Xero's page, or write the "
        f"tenant_id of one of these into the settings, deploy them, and connect again. Nothing was stored"
    )
