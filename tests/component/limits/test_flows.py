"""Whole pulls through the governor, its store and the client, against a Xero that enforces its limits."""

from datetime import datetime

import pytest
import requests

from tests.component.limits.flows import Stores, flows
from tests.unit.limits.virtual import VirtualTime

PAGES = 100
AT_95_PERCENT = 60 / (60 * 0.95)  # seconds a call


def seconds(calls: list[str]) -> float:
    first, last = (datetime.fromisoformat(at) for at in (min(calls), max(calls)))
    return (last - first).total_seconds()


@pytest.mark.parametrize("window", ["fixed", "rolling"])
def test_a_hundred_pages_take_no_longer_than_the_limit_makes_them(stores: Stores, window: str) -> None:
    """Not one call is refused, and at least 95 % of the allowed rate is used."""
    world = flows(stores, PAGES, {"minute": 60}, window, VirtualTime())
    with world.running:
        world.pull(("r1", "invoices", "backfill"))

    assert {call.status for call in world.calls()} == {200}
    assert len(world.calls()) == PAGES
    assert seconds([call.at for call in world.calls()]) <= PAGES * AT_95_PERCENT


@pytest.mark.parametrize("window", ["fixed", "rolling"])
def test_two_flows_share_one_organisation(stores: Stores, window: str) -> None:
    """What one uses the other leaves, and nothing is left over."""
    world = flows(stores, PAGES, {"minute": 60}, window, VirtualTime())
    with world.running:
        world.pull(("r1", "invoices", "backfill"), ("r2", "payments", "scheduled"))

    assert {call.status for call in world.calls()} == {200}
    assert len(world.calls()) == 2 * PAGES
    assert seconds([call.at for call in world.calls()]) <= 2 * PAGES * AT_95_PERCENT


@pytest.mark.parametrize("window", ["fixed", "rolling"])
def test_a_backfill_of_two_and_a_half_days_ends_on_the_third(stores: Stores, window: str) -> None:
    """It parks when the day is used up, says so, and goes on by itself; every document is there exactly once."""
    world = flows(stores, 250, {"minute": 60, "day": 100}, window, VirtualTime())
    with world.running:
        world.pull(("r1", "invoices", "backfill"))

    assert {call.status for call in world.calls()} == {200}
    assert len(world.calls()) == 250
    assert 2 * 86_400 <= seconds([call.at for call in world.calls()]) < 3 * 86_400
    assert set(world.documents("r1", "invoices", "Invoices", "InvoiceID").values()) == {1}
    assert "the calls of this day are used up" in world.parked[0]


HIGH_VOLUME = {"ErrorNumber": 51, "Type": "HighVolumeException", "Message": "too many"}


def test_a_set_that_is_too_large_is_read_in_parts(stores: Stores) -> None:
    """Xero refuses to work through more than 100,000 documents; every one of them is read all the same."""
    world = flows(stores, 30, {"minute": 60}, "fixed", VirtualTime())
    too_much = {"method": "GET", "path": "/Invoices", "status": 400, "body": HIGH_VOLUME, "times": 3}
    with world.running:
        requests.post(f"{world.running.admin}/faults", json=too_much, timeout=10)
        world.pull(("r1", "invoices", "backfill"))

    found = world.documents("r1", "invoices", "Invoices", "InvoiceID")
    assert len(found) == 30
    assert set(found.values()) == {1}


def test_an_organisation_that_is_offline_is_waited_for_and_shown(stores: Stores) -> None:
    """The pull goes on by itself, and nobody hammers at the door meanwhile."""
    world = flows(stores, 3, {"minute": 60}, "fixed", VirtualTime())
    offline = {"method": "GET", "path": "/Invoices", "status": 503, "body": "The Organisation is offline", "times": 2}
    with world.running:
        requests.post(f"{world.running.admin}/faults", json=offline, timeout=10)
        world.pull(("r1", "invoices", "backfill"))

    assert [call.status for call in world.calls()] == [503, 503, 200, 200, 200]
    assert "organisation is offline" in world.parked[0]
