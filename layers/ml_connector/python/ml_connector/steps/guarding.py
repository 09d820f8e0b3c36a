"""The organisation that Xero shows against the one that was chosen."""

import gzip

from ml_connector.sync.guard import Identity, check
from ml_connector.wiring import aws, pinned
from ml_connector.xero.profile import Profile, profile


def identity(tenant_id: str, seen: Profile) -> Identity:
    """What an organisation is recognised by."""
    return Identity(
        tenant_id=tenant_id,
        organisation_id=seen.id,
        name=seen.name,
        short_code=seen.short_code,
        base_currency=seen.base_currency,
    )


def guard(entity: str, page: bytes) -> None:
    """Raise SettingsWrong unless the gzip page of /Organisation shows the entity's own organisation."""
    recognise(entity, gzip.decompress(page))


def recognise(entity: str, body: bytes) -> None:
    """The same of a page that is unpacked already."""
    expected = aws.settings().entities[entity]
    seen = profile(body, f"the organisation of {entity}")
    check(entity, expected, pinned.pins().read(entity), identity(expected.tenant_id, seen))
