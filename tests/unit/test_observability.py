"""The shape of every function's entry."""

from types import SimpleNamespace
from typing import Any

import pytest
from ml_connector.errors import SettingsWrong
from ml_connector.observability import Step, entry
from ml_connector.sync.payload import Payload
from ml_connector.sync.prepare import Request

CONTEXT: Any = SimpleNamespace(aws_request_id="r", get_remaining_time_in_millis=lambda: 1_000)
TOLD = {"run": "r-1", "attempt": 0}


class Preparation(Step, frozen=True):
    """What is told to a function that takes a request."""

    request: Request


class Answer(Payload, frozen=True):
    """Of the functions below."""

    rows: tuple[int, ...]


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"entitys": ["UK"]}, r"unknown field `entitys` - at `\$.request`"),
        ({"entities": "UK"}, r"Expected `array \| null`, got `str` - at `\$.request.entities`"),
        ({"trigger": "replay"}, "a replay is asked for by the trigger replay"),
        ({"since": "2026-11-01T00:00:00"}, r"timezone component - at `\$.request.since`"),
    ],
)
def test_an_input_that_does_not_fit_is_refused_by_its_place(request_: dict[str, Any], why: str) -> None:
    """Whoever types one into the console has to find the slip."""
    with pytest.raises(SettingsWrong, match=rf"{why}.*correct its input and start it anew"):
        _never(TOLD | {"request": request_}, CONTEXT)


@entry(Preparation)
def _never(_: Preparation, __: object) -> Answer:
    raise AssertionError("it was let in")


def test_what_is_to_be_done_at_the_end_is_done_whatever_happens() -> None:
    """The last first, as they may stand on each other; and an answer is in JSON's own types."""
    done = []

    @entry(Step)
    def good(step: Step, _: object) -> Answer:
        step.at_the_end(lambda: done.append("first"))
        step.at_the_end(lambda: done.append("second"))
        return Answer(rows=(1, 2))

    @entry(Step)
    def bad(step: Step, _: object) -> Answer:
        step.at_the_end(lambda: done.append("bad"))
        raise SettingsWrong("no")

    assert good(TOLD, CONTEXT) == {"rows": [1, 2]}
    with pytest.raises(SettingsWrong, match="no"):
        bad(TOLD, CONTEXT)
    assert done == ["second", "first", "bad"]
