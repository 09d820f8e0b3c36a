"""What a run does that webhooks have asked for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from ml_connector import settings as settings_module
from ml_connector.errors import SettingsWrong
from ml_connector.sync.guard import Pin
from ml_connector.sync.hints import after_webhooks
from ml_connector.sync.payload import Changed
from ml_connector.sync.prepare import ModelIds, Plan, Request

SETTINGS = settings_module.load(Path(__file__).parents[3] / "infra/settings/demo.yaml")
CURSOR = datetime(2026, 10, 1, tzinfo=UTC)
INVOICES = Changed(datasets=("invoices", "bills"), ids=("a", "b"))


def planned(
    *changed: Changed, datasets: tuple[str, ...] = (), never: tuple[str, ...] = (), pin: Pin | None = None
) -> Plan:
    request = Request(trigger="webhook", entities=("UK",), changed=changed, datasets=datasets)
    ids = ModelIds(workspace_id="8a81", model_id="75A4")
    return after_webhooks(
        SETTINGS, request, lambda _, name: None if name in never else CURSOR, lambda _: ids, lambda _: pin
    )


def test_documents_are_pulled_once_and_loaded_wherever_they_may_belong() -> None:
    """An event does not say whether it is of an invoice or of a bill; to ask twice would cost twice."""
    made = planned(INVOICES)

    assert [(pull.dataset, pull.also, pull.ids, pull.since) for pull in made.pulls if pull.ids] == [
        ("invoices", ("bills",), ("a", "b"), None)
    ]
    assert [load.dataset for load in made.loads] == ["accounts", "tracking_categories", "invoices", "bills"]


def test_only_the_members_are_read_besides() -> None:
    """Two calls, so that an invoice on an account of this morning does not wait for the night."""
    made = planned(datasets=("payments",))

    assert [pull.dataset for pull in made.pulls] == ["accounts", "tracking_categories", "payments"]
    assert made.pulls[-1].since == CURSOR
    assert {pull.priority for pull in made.pulls} == {"first"}


def test_what_was_never_loaded_is_left_to_its_first_load() -> None:
    """Without a cursor a delta would be everything."""
    made = planned(INVOICES, datasets=("payments",), never=("bills", "payments"))

    assert [(pull.dataset, pull.also) for pull in made.pulls if pull.ids] == [("invoices", ())]
    assert "payments" not in {pull.dataset for pull in made.pulls}


def test_nothing_to_do_is_nothing_asked() -> None:
    """Not even the members."""
    assert planned(INVOICES, never=("invoices", "bills")).pulls == ()


def test_another_tenant_than_the_pinned_one_is_not_read() -> None:
    """The organisation itself is not read here, so this is what is left to notice a wrong setting."""
    pin = Pin(
        tenant_id="0000dead-0000-4000-8000-00000000c0de",
        organisation_id="o",
        name="n",
        short_code="s",
        base_currency="GBP",
        connection="group",
        pinned=CURSOR,
    )

    with pytest.raises(SettingsWrong, match="pin it anew"):
        planned(INVOICES, pin=pin)
