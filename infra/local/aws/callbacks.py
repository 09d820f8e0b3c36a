"""A function that is to hand on a task token and dies: its state fails at once, as in AWS, and may be retried.

MiniStack waits for the token all the same, which nobody has got.

Source: AWS, Discover service integration patterns, Wait for a Callback with Task Token.
"""

from contextvars import ContextVar
from typing import Any

from ministack.services import stepfunctions as sfn

_handing_on: ContextVar[str | None] = ContextVar("token", default=None)


def teach_callbacks() -> None:
    """Let MiniStack see that nobody will answer."""
    ask, call = sfn._invoke_with_callback, sfn._call_lambda

    def ask_and_wait(resource: Any, data: Any, token: str, state: Any) -> Any:
        before = _handing_on.set(token)
        try:
            return ask(resource, data, token, state)
        finally:
            _handing_on.reset(before)

    def call_or_give_up(function: Any, event: Any) -> Any:
        try:
            return call(function, event)
        except sfn._ExecutionError as error:
            if token := _handing_on.get():
                asked = sfn._task_tokens[token]
                asked["error"] = {"Error": error.error, "Cause": error.cause}
                asked["event"].set()
            raise

    sfn._invoke_with_callback = ask_and_wait
    sfn._call_lambda = call_or_give_up
