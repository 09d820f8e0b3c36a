"""Anaplan's bucket: never more than flows in, and nobody waits for long in a function."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import RateLimited
from ml_connector.limits.bucket import HANDFUL, Throttle

from infra.local.vendors.anaplan.limits import Limits, TokenBucket
from infra.local.vendors.common import clock as simulated
from tests.unit.limits.world import Clock, MemoryBuckets


@given(
    st.lists(
        st.tuples(st.integers(0, 2), st.floats(0, 20), st.integers(1, 80)),
        max_size=60,
    )
)
def test_the_vendor_never_refuses(steps: list[tuple[int, float, int]]) -> None:
    """Three functions that share the tenant, with pauses and bursts in any order."""
    time, buckets = Clock(), MemoryBuckets()
    shown = simulated.Clock()
    shown.speed(0)
    vendor = TokenBucket(shown)
    vendor.limit(Limits(capacity=60, per_second=1))
    functions = [Throttle(buckets, "a", 60, clock=time, pause=time.sleep) for _ in range(3)]
    passed = time()
    for number, seconds, calls in steps:
        time.sleep(seconds)
        for _ in range(calls):
            try:
                functions[number].enter()
            except RateLimited:
                break
            shown.advance(timedelta(seconds=time() - passed + 1e-3))
            passed = time()
            assert vendor.take() is None


def test_a_handful_of_calls_costs_one_write() -> None:
    """A function that looks at an import every few seconds need not write each time."""
    time, buckets = Clock(), MemoryBuckets()
    throttle = Throttle(buckets, "a", 600, clock=time, pause=time.sleep)

    for _ in range(2 * HANDFUL):
        throttle.enter()

    assert buckets.writes == 2


def test_a_refusal_keeps_everybody_away_for_as_long_as_it_says() -> None:
    """Ten seconds are waited for; longer is the workflow's."""
    time, buckets = Clock(), MemoryBuckets()
    one, other = (Throttle(buckets, "a", 600, clock=time, pause=time.sleep) for _ in range(2))
    begun = time()
    one.enter()
    one.refused(10)

    other.enter()
    assert 10 <= time() - begun <= 15

    one.refused(60)
    with pytest.raises(RateLimited, match="used up"):
        other._take()  # noqa: SLF001  (what it holds already, it may use)
