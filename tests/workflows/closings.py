"""The closing of runs that ended badly: waited for, kept from happening, or told wrongly."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.home import Home, Run

PATIENCE = 60.0


def closings(home: Home, run: str) -> list[dict[str, Any]]:
    """The executions that close a run, as Step Functions describes them."""
    states = home.client("stepfunctions")
    listed = states.list_executions(stateMachineArn=home.description.closer, maxResults=1000)["executions"]
    told = (states.describe_execution(executionArn=one["executionArn"]) for one in listed)
    return [one for one in told if json.loads(one["input"])["name"] == run]


def closed(home: Home, run: str, times: int = 1) -> None:
    """Wait until a run has been closed so many times, whatever there was to wait for."""
    found = over(home, run, times)
    assert {one["status"] for one in found} == {"SUCCEEDED"}, found


def over(home: Home, run: str, times: int) -> list[dict[str, Any]]:
    """So many closings of a run, once they have ended, well or not."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = closings(home, run)
        if len(found) >= times and all(one["status"] != "RUNNING" for one in found):
            return found
        time.sleep(0.05)
    raise TimeoutError(f"Run {run} was not closed {times} times")


def tell_again(home: Home, run: Run, **otherwise: object) -> None:
    """The event of the run's end comes once more, or with something else in it."""
    told = home.client("stepfunctions").describe_execution(executionArn=run.arn)
    detail = {name: told.get(name) for name in ("executionArn", "name", "status", "redriveCount", "error", "cause")}
    started = home.client("stepfunctions").start_execution(
        stateMachineArn=home.description.closer, input=json.dumps({**detail, **otherwise})
    )
    home.attach(started["executionArn"]).wait(PATIENCE)


@contextmanager
def time_limit(home: Home, flow: str, seconds: int, state: str = "") -> Iterator[None]:
    """Runs that start or are redriven meanwhile may take so long; or one of their states."""
    states, arn = home.client("stepfunctions"), home.description.state_machines[flow]
    was = states.describe_state_machine(stateMachineArn=arn)["definition"]
    limit = {"TimeoutSeconds": seconds}
    short = json.dumps({**json.loads(was), **limit} if not state else _with(json.loads(was), state, limit))
    states.update_state_machine(stateMachineArn=arn, definition=short)
    try:
        yield
    finally:
        states.update_state_machine(stateMachineArn=arn, definition=was)


def _with(definition: Any, state: str, fields: dict[str, Any]) -> Any:
    """The definition with fields of one state changed, wherever it stands."""
    if not isinstance(definition, dict):
        return definition
    changed = {name: _with(part, state, fields) for name, part in definition.items()}
    return {**changed, state: {**changed[state], **fields}} if state in changed else changed


@contextmanager
def events_lost(home: Home) -> Iterator[None]:
    """Step Functions sends its events as well as it can; these it does not send."""
    events = home.client("events")
    names = [rule["Name"] for rule in events.list_rules()["Rules"] if "Closing" in rule["Name"]]
    assert names
    for name in names:
        events.disable_rule(Name=name)
    try:
        yield
    finally:
        for name in names:
            events.enable_rule(Name=name)
