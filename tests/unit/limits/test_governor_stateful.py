"""Whatever holders do, die of, or wait for: the vendor never has to refuse a call."""

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from ml_connector.limits.governor import Governor
from ml_connector.limits.state import RANK, Allowed, Priority

from infra.local.vendors.xero.settings import Limits
from tests.unit.limits.world import Clock, Holder, MemoryStates, Vendor, Window

NAMES = st.sampled_from("abcdefgh")
LONGEST_CALL = 85.0
ALLOWED = Allowed(minute=12, day=60, concurrent=3, reserve=6)


class Holders(RuleBasedStateMachine):
    """Eight functions of three priorities on one organisation with small limits."""

    def __init__(self, window: Window) -> None:
        super().__init__()
        self.clock = Clock()
        self.vendor = Vendor(self.clock, Limits(minute=12, day=60, concurrent=3, window=window))
        self.states = MemoryStates()
        self.holders = {name: self._new(name) for name in "abcdefgh"}

    def _new(self, name: str) -> Holder:
        priorities: list[Priority] = list(RANK)
        return Holder(self.states, self.vendor, ALLOWED, name, priorities[ord(name) % 3])

    @rule(name=NAMES, expected=st.integers(1, 40))
    def send(self, name: str, expected: int) -> None:
        holder = self.holders[name]
        if holder.in_flight is None:
            holder.gate.expect(expected)
            holder.send()
            assert self.vendor.problems == []

    @rule(name=NAMES, seconds=st.floats(0, 5), calls=st.integers(1, 30))
    def send_one_after_the_other(self, name: str, seconds: float, calls: int) -> None:
        for _ in range(calls):
            self.hear(name)
            self.send(name, calls)
            self.time_passes(seconds)

    @rule(names=st.sets(NAMES, min_size=2), rounds=st.integers(1, 30), seconds=st.floats(0.1, 5))
    def work_side_by_side(self, names: set[str], rounds: int, seconds: float) -> None:
        for left in range(rounds, 0, -1):
            for name in sorted(names):
                self.send(name, left)
            self.time_passes(seconds)
            for name in sorted(names):
                self.hear(name)

    @rule(name=NAMES)
    def hear(self, name: str) -> None:
        if self.holders[name].in_flight is not None:
            self.holders[name].hear()

    @rule(name=NAMES)
    def finish(self, name: str) -> None:
        if self.holders[name].in_flight is None:
            self.holders[name].gate.finish()

    @rule(name=NAMES)
    def die(self, name: str) -> None:
        self.holders[name].die()
        self.holders[name] = self._new(name)

    @precondition(lambda self: all(holder.in_flight is None for holder in self.holders.values()))
    @rule(hours=st.floats(0.1, 30))
    def nobody_works_for_long(self, hours: float) -> None:
        self.clock.sleep(timedelta(hours=hours).total_seconds())

    @rule(seconds=st.one_of(st.floats(0, 5), st.floats(0, 80), st.sampled_from([1.0, 30.0, 60.0, 61.0])))
    def time_passes(self, seconds: float) -> None:
        end = self.clock.now + seconds
        for holder in sorted(self.holders.values(), key=lambda each: each.sent_at):
            if holder.in_flight is not None and holder.sent_at + LONGEST_CALL < end:
                self.clock.now = max(self.clock.now, holder.sent_at + LONGEST_CALL)
                holder.hear()
        self.clock.now = max(self.clock.now, end)


@pytest.mark.parametrize("window", ["fixed", "rolling"])
def test_no_call_is_ever_refused(window: Window) -> None:
    """Not of a minute, not of a day, and never too many at once, with functions dying and words coming late."""
    run_state_machine_as_test(
        lambda: Holders(window),  # type: ignore[arg-type]  # typed as a class, documented as a factory
        settings=settings(max_examples=30, stateful_step_count=30, deadline=None),
    )


def test_a_governor_is_a_gate() -> None:
    """The client asks for nothing else."""
    assert {"enter", "told"} <= set(dir(Governor))
