"""A run stops before it reads a row of an organisation that nobody has chosen."""

from datetime import UTC, datetime

import pytest
from ml_connector.errors import SettingsWrong
from ml_connector.settings import Entity
from ml_connector.sync.guard import Identity, Pin, check
from msgspec.structs import asdict, replace

ENTITY = Entity(connection="group", tenant_id="a1f0c7de-0001", base_currency="GBP", model="hub")
SEEN = Identity(tenant_id="a1f0c7de-0001", organisation_id="o-1", name="A Ltd", short_code="!a1", base_currency="GBP")
PIN = Pin(**asdict(SEEN), connection="group", pinned=datetime(2026, 11, 1, tzinfo=UTC))


def test_the_organisation_that_was_chosen_passes() -> None:
    """Letter case of an id is no difference."""
    check("UK", ENTITY, PIN, replace(SEEN, tenant_id="A1F0C7DE-0001"))
    check("UK", ENTITY, None, SEEN)


@pytest.mark.parametrize("field", Identity.__struct_fields__)
def test_any_difference_to_the_pin_stops_the_run(field: str) -> None:
    """Another company's figures under this entity would be found by an auditor, if at all."""
    with pytest.raises(SettingsWrong, match=rf"{field.replace('_', ' ')} is other.*connect xero UK"):
        check("UK", ENTITY, PIN, replace(SEEN, **{field: "other"}))


def test_without_a_pin_the_currency_of_the_settings_counts() -> None:
    """Nobody has connected with the command, and still pounds are not dollars."""
    with pytest.raises(SettingsWrong, match="base currency is NZD, and not GBP"):
        check("UK", ENTITY, None, replace(SEEN, base_currency="NZD"))
