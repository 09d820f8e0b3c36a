"""The numbers of a real tier, in full; the tests beside the governor use a tenth of them."""

from datetime import datetime

import pytest

from tests.component.limits.conftest import stores
from tests.component.limits.flows import Stores, flows
from tests.unit.limits.virtual import VirtualTime

__all__ = ["stores"]

pytestmark = pytest.mark.benchmark


def test_a_backfill_of_2500_calls_ends_on_the_third_day_of_a_starter_tier(stores: Stores) -> None:
    """1,000 calls a day, a tenth of them reserved for the runs of every day."""
    world = flows(stores, 2_500, {"minute": 60, "day": 1_000}, "fixed", VirtualTime())
    with world.running:
        world.pull(("r1", "invoices", "backfill"))

    at = [datetime.fromisoformat(call.at) for call in world.calls()]
    hours = (max(at) - min(at)).total_seconds() / 3600
    print(f"\n{len(at)} calls in {hours:.1f} hours, {sum(call.status == 429 for call in world.calls())} refused")  # noqa: T201
    assert {call.status for call in world.calls()} == {200}
    assert len(at) == 2_500
    assert hours < 3 * 24
    assert set(world.documents("r1", "invoices", "Invoices", "InvoiceID").values()) == {1}
