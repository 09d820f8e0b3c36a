"""What a run shows from outside: its steps while it lasts, and how it ended."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from ml_connector.causes import said

Kind = Literal["entered", "left", "called", "answered", "raised"]

_CALLS: dict[str, Kind] = {
    "TaskScheduled": "called",
    "TaskSucceeded": "answered",
    "TaskFailed": "raised",
    "TaskTimedOut": "raised",
    "LambdaFunctionScheduled": "called",
    "LambdaFunctionSucceeded": "answered",
    "LambdaFunctionFailed": "raised",
    "LambdaFunctionTimedOut": "raised",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened in a run.

    kind      a state was entered or left; a function was called, answered, or raised an error
    name      the name of the state, or of the function as in ``functions/``
    data      the input when entered, the output when left or answered
    error     the class name when raised, with ``message`` what it says
    """

    at: datetime
    kind: Kind
    name: str
    data: Any = None
    error: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Ending:
    """How a run ended.

    status   SUCCEEDED, FAILED, TIMED_OUT or ABORTED
    error    the class name of what ended it, with ``cause`` as Step Functions keeps it
    """

    run: str
    status: str
    output: Any
    error: str | None
    cause: str | None
    seconds: float

    @property
    def message(self) -> str | None:
        """What the error says, without the wrapping of Lambda."""
        return said(self.cause)


def steps(events: Iterable[Mapping[str, Any]], functions: Mapping[str, str]) -> Iterator[Step]:
    """The steps in an execution's history.

    events      oldest first, from the beginning: an answer on AWS names its function only through earlier events
    functions   names by ARN
    """
    called: dict[int, str] = {}
    for event in events:
        details: Mapping[str, Any] = next((value for key, value in event.items() if key.endswith("EventDetails")), {})
        arn = details.get("resource") or called.get(event.get("previousEventId", 0), "")
        called[event["id"]] = arn
        at = event["timestamp"].astimezone(UTC)
        if event["type"].endswith("StateEntered"):
            yield Step(at, "entered", details["name"], _json(details.get("input")))
        elif event["type"].endswith("StateExited"):
            yield Step(at, "left", details["name"], _json(details.get("output")))
        elif kind := _CALLS.get(event["type"]):
            yield Step(
                at,
                kind,
                functions.get(arn, arn),
                _json(details.get("output")),
                details.get("error"),
                said(details.get("cause")),
            )


def _json(text: str | None) -> Any:
    return None if text is None else json.loads(text)
