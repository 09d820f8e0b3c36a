"""An edit that nobody starts a run for: Xero tells of it, and the model has it some seconds later."""

import time
from collections.abc import Callable

from msgspec import Struct

from infra.local.demo.edits import Edit
from infra.local.home import Home, Run

_PATIENCE = 60.0
_LOOKS = 0.2


class Heard(Struct, frozen=True):
    """What became of an edit.

    run       that the webhook has started; None: none came
    rows      of the model that it changed
    seconds   from the edit to the end of the run
    """

    entity: str
    said: str
    run: str | None
    rows: int
    seconds: float


def heard(home: Home, edit: Callable[[], Edit], changed: Callable[[Edit], int]) -> Heard:
    """Make the edit and wait for the end of the run that follows.

    changed   how many rows of the model show a given edit
    """
    before = set(_runs(home))
    begun = time.monotonic()
    made = edit()
    run = _wait(home, before)
    seconds = round(time.monotonic() - begun, 1)
    return Heard(
        entity=made.entity,
        said=made.said,
        run=run.name if run else None,
        rows=changed(made) if run else 0,
        seconds=seconds,
    )


def _wait(home: Home, before: set[str]) -> Run | None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        found = [home.attach(arn) for arn in _runs(home) if arn not in before]
        if found and all(run.status() != "RUNNING" for run in found):
            return found[0]
        time.sleep(_LOOKS)
    return None


def _runs(home: Home) -> list[str]:
    listed = home.client("stepfunctions").list_executions(stateMachineArn=home.description.state_machines["actuals"])
    return [one["executionArn"] for one in listed["executions"] if one["name"].startswith("webhook-")]
