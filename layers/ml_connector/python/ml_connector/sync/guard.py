"""Is this still the organisation that a person has chosen? Decided before a row of it is read."""

from msgspec import Struct
from msgspec.structs import asdict

from ml_connector.errors import SettingsWrong
from ml_connector.plain import Instant
from ml_connector.settings import Entity


class Identity(Struct, frozen=True):
    """What an organisation is recognised by."""

    tenant_id: str
    organisation_id: str
    name: str
    short_code: str
    base_currency: str


class Pin(Identity, frozen=True):
    """The organisation that a person has chosen for an entity."""

    connection: str
    pinned: Instant


def check(entity: str, expected: Entity, pin: Pin | None, seen: Identity) -> None:
    """Raise SettingsWrong with every difference between what was chosen and what Xero shows.

    pin    None: nobody has chosen yet, and then the tenant and the base currency of the settings count
    """
    settled = {"tenant_id": expected.tenant_id, "base_currency": expected.base_currency}
    wanted = settled if pin is None else {name: getattr(pin, name) for name in Identity.__struct_fields__}
    shown = asdict(seen)
    different = [
        f"{field.replace('_', ' ')} is {shown[field] or 'not told'}, and not {value or 'empty'}"
        for field, value in wanted.items()
        if shown[field].casefold() != value.casefold()
    ]
    if different:
        since = f"pinned on {pin.pinned:%Y-%m-%d}" if pin else "named in settings"
        raise SettingsWrong(
            f"Xero shows another organisation for entity {entity} than the one {since}: {'; '.join(different)}. "
            f"Nothing of it is read. If this is right, pin it anew with `ml-connector connect xero {entity}`"
        )


def same_tenant(entity: str, expected: Entity, pin: Pin | None) -> None:
    """Raise SettingsWrong if another tenant was pinned than settings name; asks nobody."""
    if pin is not None and pin.tenant_id.casefold() != expected.tenant_id.casefold():
        raise SettingsWrong(
            f"Entity {entity} is pinned to the tenant {pin.tenant_id} and settings name {expected.tenant_id}. Nothing "
            f"of it is read. If this is right, pin it anew with `ml-connector connect xero {entity}`"
        )
