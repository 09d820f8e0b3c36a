"""Logs, and the shape of a function's entry: parse, log under the run's name, dump.

A log line never holds a secret, a token or a body, and events are not logged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property, wraps
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from msgspec import Struct, ValidationError
from msgspec.structs import asdict

from ml_connector import plain
from ml_connector.errors import SettingsWrong
from ml_connector.sync.payload import Payload

LONGEST = timedelta(minutes=15)
"""No invocation of Lambda takes longer."""

logger = Logger()

S = TypeVar("S", bound="Step")
Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


class _Invocation(Struct):
    """What is known of an invocation and not told by the step."""

    ends: datetime
    fences: dict[str, int]
    endings: list[Callable[[], object]]


class Step(Payload, frozen=True, dict=True):
    """What every task of a state machine is told: whose work it does, and for the how-manieth time.

    attempt   0, then one more with each redrive
    """

    run: str
    attempt: int

    @property
    def ends(self) -> datetime:
        """When Lambda ends this invocation at the latest (aware UTC)."""
        return self._invocation.ends

    @property
    def fences(self) -> dict[str, int]:
        """The fence of each lock that this invocation has been given, by the model it is on."""
        return self._invocation.fences

    def at_the_end(self, act: Callable[[], object]) -> None:
        """Do this when the function has answered or raised; not if its process dies."""
        self._invocation.endings.append(act)

    @contextmanager
    def under_way(self, context: LambdaContext) -> Iterator[None]:
        """While the function works on it."""
        here = self._invocation
        here.ends = datetime.now(UTC) + timedelta(milliseconds=context.get_remaining_time_in_millis())
        try:
            yield
        finally:
            while here.endings:
                here.endings.pop()()

    @cached_property
    def _invocation(self) -> _Invocation:
        return _Invocation(datetime.now(UTC) + LONGEST, {}, [])


def entry(step: type[S]) -> Callable[[Callable[[S, LambdaContext], Payload]], Handler]:
    """Makes a Lambda handler of a function from one payload to another."""

    def decorate(function: Callable[[S, LambdaContext], Payload]) -> Handler:
        @wraps(function)
        def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
            asked = _read(step, event)
            logger.append_keys(run=asked.run, attempt=asked.attempt, request=context.aws_request_id)
            with asked.under_way(context):
                answer = function(asked, context)
            logger.info("done", extra={"answer": _small(answer)})
            return plain.told(answer)

        return handler

    return decorate


def _read(step: type[S], event: dict[str, Any]) -> S:
    try:
        return plain.read(step, event)
    except ValidationError as wrong:
        raise SettingsWrong(
            f"What {step.__name__} was told does not fit: {wrong}. If a person started the run, correct its input and "
            "start it anew; if nobody did, the workflow and this function are of two deployments: deploy again"
        ) from None


def _small(answer: Payload) -> dict[str, Any]:
    """The plain figures of an answer; lists are told by their length."""
    return {
        name: len(value) if isinstance(value, tuple | list) else value
        for name, value in asdict(answer).items()
        if not isinstance(value, Struct)
    }
