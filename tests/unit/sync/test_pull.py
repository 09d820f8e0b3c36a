"""How far one invocation goes."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from ml_connector.errors import BadCredentials, RateLimited, VendorDown
from ml_connector.sync.pull import Progress, pull, whole_seconds


@dataclass(frozen=True)
class APosition:
    """A pass of five pages of one call each."""

    calls: int = 0
    done: bool = False


def ask(position: APosition) -> APosition:
    return APosition(position.calls + 1, done=position.calls == 4)


def failing(after: int, error: Exception) -> Callable[[APosition], APosition]:
    def asked(position: APosition) -> APosition:
        if position.calls == after:
            raise error
        return ask(position)

    return asked


def test_a_pass_goes_on_until_it_is_done() -> None:
    """One invocation is enough for a quiet day."""
    assert pull(APosition(), ask, 100, lambda: 900) == Progress(APosition(5, done=True))


def test_the_calls_of_one_invocation_are_bounded() -> None:
    """The workflow takes over, and another pass gets its turn."""
    assert pull(APosition(), ask, 2, lambda: 900) == Progress(APosition(2))


def test_a_page_is_not_begun_that_could_not_end() -> None:
    """A function that runs out of time loses what it had."""
    assert pull(APosition(), ask, 100, lambda: 30) == Progress(APosition(1))


def test_a_pause_that_xero_asks_for_is_handed_to_the_workflow() -> None:
    """Waiting in a function is paid for."""
    limited = failing(3, RateLimited("slow down", 41.2))

    assert pull(APosition(), limited, 100, lambda: 900) == Progress(APosition(3), 41.2, "slow down")


def test_a_pause_of_no_length_is_still_a_pause() -> None:
    """Asking again and again without one would use up the day's calls, and the workflow's history."""
    limited = failing(0, RateLimited("slow down", 0.0))

    assert pull(APosition(), limited, 100, lambda: 900).wait == 1


def test_progress_is_kept_when_xero_goes_down_after_it() -> None:
    """The next invocation raises if it still is."""
    down = failing(3, VendorDown("503"))

    assert pull(APosition(), down, 100, lambda: 900).position == APosition(3)


@pytest.mark.parametrize("error", [VendorDown("503"), BadCredentials("no")])
def test_no_progress_at_all_is_an_error(error: Exception) -> None:
    """The workflow's retry counts, and its redrive begins here."""
    with pytest.raises(type(error)):
        pull(APosition(), failing(0, error), 100, lambda: 900)


def test_a_refused_login_is_an_error_even_after_progress() -> None:
    """Waiting would not mend it."""
    with pytest.raises(BadCredentials):
        pull(APosition(), failing(2, BadCredentials("no")), 100, lambda: 900)


def test_an_outage_that_lasts_is_waited_for_like_a_limit() -> None:
    """Maintenance of one organisation must not fail the run of all."""
    offline = failing(0, VendorDown("the organisation is offline", retry_after=300))

    assert pull(APosition(), offline, 100, lambda: 900).wait == 300
    with pytest.raises(VendorDown):
        pull(APosition(), offline, 100, lambda: 900, patient=False)


@pytest.mark.parametrize(("wait", "seconds"), [(0, 0), (0.2, 1), (41.7, 41), (80_000, 3600)])
def test_the_workflow_waits_whole_seconds_and_looks_again_after_an_hour(wait: float, seconds: int) -> None:
    """What is left of a second is waited for before the call; a day's wait may end early."""
    assert whole_seconds(wait) == seconds
