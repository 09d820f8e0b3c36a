"""What the governor grants, rule by rule; small worlds without HTTP or AWS."""

import pytest
from ml_connector.errors import RateLimited
from ml_connector.limits.gate import News
from ml_connector.limits.governor import Governor
from ml_connector.limits.rules import LEASE_SECONDS
from ml_connector.limits.state import Allowed, Priority

from infra.local.vendors.xero.settings import Limits
from tests.unit.limits.world import APP, Clock, Holder, MemoryStates, Vendor


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def states() -> MemoryStates:
    return MemoryStates()


def holder(
    states: MemoryStates,
    clock: Clock,
    limits: Limits | None = None,
    allowed: Allowed | None = None,
    name: str = "h",
    priority: Priority = "scheduled",
) -> Holder:
    return Holder(states, Vendor(clock, limits or Limits()), allowed or Allowed(), name, priority)


def test_a_block_costs_one_write(states: MemoryStates, clock: Clock) -> None:
    """Forty calls, one after the other: a write per block and one at the end."""
    assert holder(states, clock).work(40) == (40, 0.0)
    assert states.writes <= 5


def test_backfill_leaves_the_reserve_of_the_day(states: MemoryStates, clock: Clock) -> None:
    """The run of every day still gets through on the day of the first load."""
    allowed = Allowed(day=20, reserve=5)

    made, wait = holder(states, clock, allowed=allowed, priority="backfill").work(100)
    assert (made, wait > 23 * 3600) == (15, True)

    assert holder(states, clock, allowed=allowed, name="d").work(5) == (5, 0.0)


def test_who_waits_with_a_higher_rank_is_served_first(states: MemoryStates, clock: Clock) -> None:
    """A journal that found the minute used up gets the next calls that come free."""
    allowed = Allowed(minute=10)
    vendor = Vendor(clock, Limits(minute=10))
    backfill = Holder(states, vendor, allowed, "b", "backfill")
    journal = Holder(states, vendor, allowed, "j", "first")
    backfill.work(10, 0.1)
    journal.gate.expect(5)
    assert journal.send() is not None

    clock.sleep(60)
    made, _ = backfill.work(10, 0.0)

    assert made == 5
    assert journal.work(5, 0.0) == (5, 0.0)


def test_the_vendor_wins_when_it_has_counted_more(states: MemoryStates, clock: Clock) -> None:
    """Another deployment with the same app calls the same organisation."""
    one = holder(states, clock)
    one.send()
    one.gate.told(News(minute=3, day=4_000))
    one.gate.finish()

    assert one.work(30, 0.0)[0] == 3


def test_the_vendor_wins_when_it_has_counted_less(states: MemoryStates, clock: Clock) -> None:
    """Its minute began anew before ours was over."""
    one = holder(states, clock, Limits(window="fixed"))
    one.work(45, 0.1)
    clock.sleep(56)

    assert one.work(55, 0.05)[0] == 55
    assert one.vendor.problems == []


def test_retry_after_is_kept_by_everybody(states: MemoryStates, clock: Clock) -> None:
    """And when it is over, one call finds out what is left."""
    one, other = holder(states, clock), holder(states, clock, name="o")
    one.send()
    one.gate.told(News(minute=0, day=4_000, refused="minute", retry_after=20))

    with pytest.raises(RateLimited, match="calls of this minute are used up") as limited:
        other.gate.enter()

    assert limited.value.retry_after == 20
    clock.sleep(20)
    assert other.send() is None


def test_an_app_without_calls_stops_all_organisations(states: MemoryStates, clock: Clock) -> None:
    """Ten thousand calls a minute are shared by all of them."""
    one = holder(states, clock)
    other = Governor(states, "xero#other", APP, Allowed(), "o", "first", clock=clock, pause=clock.sleep)
    one.send()
    one.gate.told(News(refused="appminute", retry_after=30))

    with pytest.raises(RateLimited, match="over all organisations"):
        other.enter()


def test_too_many_at_once_lowers_how_many_there_are(states: MemoryStates, clock: Clock) -> None:
    """Somebody else may be using places of ours."""
    holders = [holder(states, clock, name=str(number)) for number in range(5)]
    for one in holders:
        assert one.send() is None
    holders[0].gate.told(News(refused="concurrent", retry_after=1))

    assert holder(states, clock, name="new").send() is not None
    holders[1].gate.finish()
    assert holder(states, clock, name="new").send() is None


def test_the_place_of_a_holder_that_died_comes_back(states: MemoryStates, clock: Clock) -> None:
    """At once to the same work begun again, to others when its lease is over."""
    allowed = Allowed(concurrent=1)
    first = holder(states, clock, allowed=allowed)
    first.send()
    first.die()

    assert holder(states, clock, allowed=allowed, name="other").send() is not None
    clock.sleep(LEASE_SECONDS)
    assert holder(states, clock, allowed=allowed, name="other").send() is None

    assert holder(states, clock, allowed=allowed, name="other").send() is None


def test_all_organisations_together_stay_within_the_apps_calls(states: MemoryStates, clock: Clock) -> None:
    """Only where there are so many that they could exceed it."""
    everyone = Allowed(minute=20, day=100_000, concurrent=100)
    gates = [
        Governor(states, f"xero#{n}", APP, Allowed(), "h", "first", everyone=everyone, clock=clock, pause=clock.sleep)
        for n in range(3)
    ]
    made = 0
    for gate in gates:
        gate.expect(10)
        try:
            for _ in range(10):
                gate.enter()
                made += 1
        except RateLimited:
            pass

    assert made == 20
