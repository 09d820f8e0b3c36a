"""State machines speak of errors by their class names, wait no longer than they say, and can be redriven."""

import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ml_connector import errors

from infra.constructs.access import FUNCTIONS
from infra.constructs.names import construct_id

DEFINITIONS = sorted((Path(__file__).parents[2] / "infra" / "state_machines").glob("*.asl.json"))
OURS = {name for name, thing in vars(errors).items() if inspect.isclass(thing)}
THEIRS = re.compile(r"(Lambda|Runtime|Sandbox|States)\.\w+")
SECONDS = {construct_id(name): function.seconds for name, function in FUNCTIONS.items()}

pytestmark = pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda path: path.name)


def scopes(definition: Path) -> Iterator[dict[str, Any]]:
    """The states of the machine, then those inside each of its Maps."""
    waiting = [json.loads(definition.read_text(encoding="utf-8"))["States"]]
    while waiting:
        states = waiting.pop()
        yield states
        waiting.extend(state["ItemProcessor"]["States"] for state in states.values() if "ItemProcessor" in state)


def tasks(definition: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((name, s) for states in scopes(definition) for name, s in states.items() if s["Type"] == "Task")


def test_a_caught_or_retried_error_is_one_that_can_be_raised(definition: Path) -> None:
    """A class that is renamed would silently stop being retried."""
    states = [state for states in scopes(definition) for state in states.values()]
    rules = [rule for state in states for rule in [*state.get("Retry", []), *state.get("Catch", [])]]
    named = {name for rule in rules for name in rule["ErrorEquals"]}

    assert {name for name in named if not THEIRS.fullmatch(name)} <= OURS


def test_a_task_waits_longer_than_its_function_may_take(definition: Path) -> None:
    """Giving up earlier would leave a function at work that nobody waits for."""
    for name, task in tasks(definition):
        called = task["Resource"] if task["Resource"].startswith("$") else task["Arguments"]["FunctionName"]
        function = called.strip("${}")

        assert task["TimeoutSeconds"] > SECONDS[function], name


def test_every_retry_has_jitter(definition: Path) -> None:
    """Runs that were slowed down together must not come back together."""
    for name, task in tasks(definition):
        assert task["Retry"], name
        assert all(rule["JitterStrategy"] == "FULL" for rule in task["Retry"]), name


def test_transient_errors_of_lambda_itself_are_retried(definition: Path) -> None:
    """They say nothing about our work and pass by themselves."""
    transient = {"Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException"}
    transient.add("Lambda.TooManyRequestsException")
    for name, task in tasks(definition):
        assert transient <= {error for rule in task["Retry"] for error in rule["ErrorEquals"]}, name


def test_a_step_whose_function_died_is_tried_again(definition: Path) -> None:
    """Every step may be repeated, so a killed process or a time-out needs no person."""
    died = {"Sandbox.Timedout", "States.Timeout", "Runtime.ExitError", "Lambda.Unknown"}
    for name, task in tasks(definition):
        assert died <= {error for rule in task["Retry"] for error in rule["ErrorEquals"]}, name


def test_no_catch_leads_to_a_fail(definition: Path) -> None:
    """A redrive starts again where the run ended: at the Fail, instead of at the state that could succeed now."""
    for states in scopes(definition):
        for name, state in states.items():
            for rule in state.get("Catch", []):
                assert states[rule["Next"]]["Type"] != "Fail", name
