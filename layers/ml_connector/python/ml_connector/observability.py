"""Logs, and the shape of a function's entry: parse, log under the run's name, dump.

A log line never holds a secret, a token or a body, and events are not logged.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from ml_connector.sync.payload import Payload

logger = Logger()

S = TypeVar("S", bound="Step")
Handler = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


class Step(Payload):
    """What every task of a state machine is told: whose work it does, and for the how-manieth time.

    attempt   0, then one more with each redrive
    """

    run: str
    attempt: int


def entry(step: type[S]) -> Callable[[Callable[[S, LambdaContext], Payload]], Handler]:
    """Makes a Lambda handler of a function from one payload to another."""

    def decorate(function: Callable[[S, LambdaContext], Payload]) -> Handler:
        @wraps(function)
        def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
            asked = step.model_validate(event)
            logger.append_keys(run=asked.run, attempt=asked.attempt, request=context.aws_request_id)
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
