"""The simulators' clock, on a real time that is ours."""

from datetime import UTC, datetime, timedelta

from infra.local.vendors.common.clock import Clock

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class RealTime:
    """Real time, by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def test_a_clock_is_real_time_at_first() -> None:
    """Dates in the demo have to be those on the wall."""
    real = RealTime()
    clock = Clock(real)
    real.now += timedelta(seconds=3)

    assert clock.now() == NOON + timedelta(seconds=3)


def test_a_sped_up_clock_is_faster_from_now_on_only() -> None:
    """Changing the speed must not make time jump."""
    real = RealTime()
    clock = Clock(real)
    real.now += timedelta(seconds=10)
    clock.speed(60)
    real.now += timedelta(seconds=2)

    assert clock.now() == NOON + timedelta(seconds=10 + 120)


def test_a_set_clock_is_going_on_from_there() -> None:
    """Setting is not stopping; speed 0 is."""
    real = RealTime()
    clock = Clock(real)
    clock.set(NOON + timedelta(days=60))
    real.now += timedelta(seconds=1)
    assert clock.now() == NOON + timedelta(days=60, seconds=1)

    clock.speed(0)
    real.now += timedelta(seconds=9)

    assert clock.now() == NOON + timedelta(days=60, seconds=1)
    assert clock.reset() == real.now
