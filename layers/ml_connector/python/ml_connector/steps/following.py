"""A task of Anaplan's, an import or an export, followed to its end."""

from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.models import Action
from ml_connector.sync.payload import Payload
from ml_connector.wiring import aws


class Polled(Payload, frozen=True):
    """wait_seconds: before the next look, if there has to be one."""

    finished: bool
    polls: int
    wait_seconds: int


def look(actions: Actions, action: Action, task: str, polls: int) -> Polled:
    """Whether it has ended; ``polls`` is how many looks there have been."""
    state = actions.poll(action, task)
    wait = wait_before(polls + 1, aws.settings().anaplan.poll_seconds)
    return Polled(finished=state.done, polls=polls + 1, wait_seconds=wait)


def wait_before(polls: int, waits: list[int]) -> int:
    """Seconds before the next look: the given waits in turn, the last one again and again."""
    return waits[min(polls, len(waits) - 1)]
