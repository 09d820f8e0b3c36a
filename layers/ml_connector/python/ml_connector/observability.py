"""Logs, and the shape of a function's entry: parse, log under the run's name, dump.

A log line never holds a secret, a token or a body, and events are not logged.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import PrivateAttr

from ml_connector.sync.payload import Payload

LONGEST = timedelta(minutes=15)
"""No invocation of Lambda takes longer."""

logger = Logger()

S = TypeVar("S", bound="Step")
Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


class Step(Payload):
    """What every task of a state machine is told: whose work it does, and for the how-manieth time.

    attempt   0, then one more with each redrive
    """

    run: str
    attempt: int
    _ends: datetime = PrivateAttr(default_factory=lambda: datetime.now(UTC) + LONGEST)
    _fences: dict[str, int] = PrivateAttr(default_factory=dict)
    _endings: list[Callable[[], object]] = PrivateAttr(default_factory=list)

    @property
    def ends(self) -> datetime:
        """When Lambda ends this invocation at the latest (aware UTC)."""
        return self._ends

    @property
    def fences(self) -> dict[str, int]:
        """The fence of each lock that this invocation has been given, by the model it is on."""
        return self._fences

    def at_the_end(self, act: Callable[[], object]) -> None:
        """Do this when the function has answered or raised; not if its process dies."""
        self._endings.append(act)

    @contextmanager
    def under_way(self, context: LambdaContext) -> Iterator[None]:
        """While the function works on it."""
        self._ends = datetime.now(UTC) + timedelta(milliseconds=context.get_remaining_time_in_millis())
        try:
            yield
        finally:
            while self._endings:
                self._endings.pop()()


def entry(step: type[S]) -> Callable[[Callable[[S, LambdaContext], Payload]], Handler]:
    """Makes a Lambda handler of a function from one payload to another."""

    def decorate(function: Callable[[S, LambdaContext], Payload]) -> Handler:
        @wraps(function)
        def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
            asked = step.model_validate(event)
            logger.append_keys(run=asked.run, attempt=asked.attempt, request=context.aws_request_id)
            with asked.under_way(context):
                answer = function(asked, context)
            logger.info("done", extra={"answer": _small(answer)})
            return answer.model_dump(mode="json", by_alias=True)

        return handler

    return decorate


def _small(answer: Payload) -> dict[str, Any]:
    """The plain figures of an answer; lists are told by their length."""
    return {
        name: len(value) if isinstance(value, tuple | list) else value
        for name, value in answer
        if not isinstance(value, Payload)
    }
