"""How much of the allowed rate is used, and what it costs to know."""

from functools import partial

import pytest
from ml_connector.limits.state import Allowed
from ml_connector.sync.pull import whole_seconds

from infra.local.vendors.xero.settings import Limits
from tests.unit.limits.virtual import VirtualTime
from tests.unit.limits.world import BEGIN, Holder, MemoryStates, Vendor, Window

CALLS = 600
WAKING_UP = 0.3  # what a workflow and a function take on top of the seconds that they were told to wait


def drain(time: VirtualTime, holders: list[Holder], seconds_each: float) -> list[float]:
    """Let holders share the calls, each driven by a workflow; the seconds at which answers came."""
    left = [CALLS]
    answers: list[float] = []

    def drive(holder: Holder) -> None:
        while left[0] > 0:
            holder.gate.expect(left[0] // len(holders) + 1)
            limited = holder.send()
            if limited is not None:
                time.sleep(whole_seconds(limited.retry_after) + WAKING_UP)
                continue
            left[0] -= 1
            time.sleep(seconds_each)
            holder.hear()
            answers.append(time() - BEGIN)
        holder.gate.finish()

    time.run([partial(drive, holder) for holder in holders])
    return sorted(answers)


@pytest.mark.parametrize("window", ["fixed", "rolling"])
@pytest.mark.parametrize(("functions", "seconds_each"), [(1, 0.2), (2, 0.2), (5, 1.5), (10, 1.5)])
def test_the_allowed_rate_is_used_without_a_refusal(window: Window, functions: int, seconds_each: float) -> None:
    """A long pull is as quick as Xero lets it be, whichever way Xero counts, and writes little for it."""
    time = VirtualTime()
    vendor, states = Vendor(time, Limits(window=window)), MemoryStates()
    holders = [Holder(states, vendor, Allowed(), f"h{number}", "backfill") for number in range(functions)]

    answers = drain(time, holders, seconds_each)

    eight_minutes = [at for at in answers if at <= 8 * 60]
    assert vendor.problems == []
    assert len(eight_minutes) >= 0.95 * 60 * 8
    assert states.writes <= CALLS / 2
