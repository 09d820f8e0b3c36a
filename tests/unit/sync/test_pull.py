"""How far one invocation goes."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from ml_connector.errors import BadCredentials, RateLimited, VendorDown
from ml_connector.sync.pull import pull


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
    assert pull(APosition(), ask, 100, lambda: 900) == (APosition(5, done=True), 0)


def test_the_calls_of_one_invocation_are_bounded() -> None:
    """The workflow takes over, and another pass gets its turn."""
    assert pull(APosition(), ask, 2, lambda: 900) == (APosition(2), 0)


def test_a_page_is_not_begun_that_could_not_end() -> None:
    """A function that runs out of time loses what it had."""
    assert pull(APosition(), ask, 100, lambda: 30) == (APosition(1), 0)


def test_a_pause_that_xero_asks_for_is_handed_to_the_workflow() -> None:
    """Waiting in a function is paid for."""
    limited = failing(3, RateLimited("slow down", 41.2))

    assert pull(APosition(), limited, 100, lambda: 900) == (APosition(3), 42)


def test_a_pause_of_no_length_is_still_a_pause() -> None:
    """Asking again and again without one would use up the day's calls, and the workflow's history."""
    limited = failing(0, RateLimited("slow down", 0.0))

    assert pull(APosition(), limited, 100, lambda: 900) == (APosition(0), 1)


def test_progress_is_kept_when_xero_goes_down_after_it() -> None:
    """The next invocation raises if it still is."""
    down = failing(3, VendorDown("503"))

    assert pull(APosition(), down, 100, lambda: 900)[0] == APosition(3)


@pytest.mark.parametrize("error", [VendorDown("503"), BadCredentials("no")])
def test_no_progress_at_all_is_an_error(error: Exception) -> None:
    """The workflow's retry counts, and its redrive begins here."""
    with pytest.raises(type(error)):
        pull(APosition(), failing(0, error), 100, lambda: 900)


def test_a_refused_login_is_an_error_even_after_progress() -> None:
    """Waiting would not mend it."""
    with pytest.raises(BadCredentials):
        pull(APosition(), failing(2, BadCredentials("no")), 100, lambda: 900)
