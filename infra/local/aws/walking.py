"""How MiniStack walks through a state machine, so that a walk can be taken up again where it ended.

Takes the place of MiniStack's own two loops (of an execution, and of an iteration of a Map), which forget where they
were and go on with a stopped execution's Map to its end. What a state does is still MiniStack's business.
"""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ministack.services import stepfunctions as sfn

Path = tuple[tuple[str, int], ...]
"""Through which Maps, and which iteration of each; empty for the execution itself."""

_HANDLERS = {
    "Pass": "_execute_pass",
    "Choice": "_execute_choice",
    "Wait": "_execute_wait",
    "Task": "_execute_task",
    "Parallel": "_execute_parallel",
    "Map": "_execute_map",
}
_WITH_EXECUTION = ("Task", "Parallel", "Map")
_EVERY = -1  # in place of the number of an iteration
_HEAD_START = 0.15  # of whoever has started an execution, as MiniStack gives it


class Stopped(Exception):
    """The execution was stopped or redriven meanwhile: this walk must not go on."""


@dataclass(frozen=True, slots=True)
class Place:
    """A state that was entered, what it was given, and the variables of its scope."""

    state: str
    data: Any
    variables: dict[str, Any]


@dataclass(slots=True)
class Memory:
    """What is remembered of one execution.

    attempt   how often it was redriven
    places    where each part is, or was when it ended badly
    results   of the iterations that have succeeded
    failed    the Maps of which an iteration has failed, and with what
    """

    attempt: int = 0
    redriven: str | None = None
    places: dict[Path, Place] = field(default_factory=dict)
    results: dict[Path, Any] = field(default_factory=dict)
    failed: dict[Path, Exception] = field(default_factory=dict)


_memories: dict[str, Memory] = {}
_map_items = sfn._run_map_items


def memory_of(arn: str) -> Memory:
    """Of the execution; made at its first use."""
    return _memories.setdefault(arn, Memory())


def run_execution(arn: str) -> None:
    """Walk to the end: from the start, or from where the attempt before this one was."""
    execution, memory = sfn._executions[arn], memory_of(arn)
    machine = sfn._state_machines[execution["stateMachineArn"]]
    definition = json.loads(machine["definition"])
    context = _context(execution, machine, definition, memory.attempt)
    time.sleep(_HEAD_START)
    with _time_limit(definition, execution, context):
        _go(definition, execution, context)


def _go(definition: Any, execution: Any, context: Any) -> None:
    memory = memory_of(execution["executionArn"])
    try:
        if memory.attempt:
            output = _taken_up(definition["States"], (), execution, context)
        else:
            output = _walk(
                definition["States"], definition["StartAt"], json.loads(execution["input"]), execution, context
            )
        _alive(execution, context)
    except Stopped:
        return
    except sfn._ExecutionError as error:
        _fail(execution, context, error.error, error.cause)
    except Exception as error:  # noqa: BLE001  (a fault of the emulator ends the run, as MiniStack has it)
        _fail(execution, context, "States.Runtime", repr(error))
    else:
        _succeed(execution, json.dumps(output))


def run_map(state: Any, data: Any, execution: Any, context: Any) -> Any:
    """All iterations of a Map, none of which has failed yet."""
    start = state["ItemProcessor"]["StartAt"]
    memory_of(execution["executionArn"]).failed.pop(_whole(_part(context, start, 0)), None)
    return _map_items(state, data, execution, context)


def run_part(states: Any, start: str, data: Any, execution: Any, context: Any) -> Any:
    """One iteration of a Map: what it came to before, or from where it was before, or from the start.

    When one fails the Map has failed: those that are under way end with their present state, and no other begins.
    Source: AWS, Map workflow state, Inline mode.
    """
    memory = memory_of(execution["executionArn"])
    path = _part(context, start, int(context.get("Map", {}).get("Item", {}).get("Index", 0)))
    again, context["Path"], context["Again"] = context["Again"], path, False
    if again and path in memory.results:
        return memory.results[path]
    try:
        if again and path in memory.places:
            result = _taken_up(states, path, execution, context)
        else:
            memory.results.pop(path, None)
            result = _walk(states, start, data, execution, context)
    except Exception as error:
        memory.failed.setdefault(_whole(path), error)
        raise
    memory.results[path] = result
    return result


def _part(context: Any, start: str, index: int) -> Path:
    return (*context["Path"], (f"{context['State']['Name']} {start}", index))


def _whole(part: Path) -> Path:
    return (*part[:-1], (part[-1][0], _EVERY))


def _taken_up(states: Any, path: Path, execution: Any, context: Any) -> Any:
    """From the state that was entered and not left; a state that was entered and failed is not entered again."""
    place = memory_of(execution["executionArn"]).places[path]
    context["variables"], context["Again"] = dict(place.variables), True
    return _walk(states, place.state, place.data, execution, context)


def _walk(states: Any, name: str, data: Any, execution: Any, context: Any) -> Any:
    path, memory = context["Path"], memory_of(execution["executionArn"])
    current: str | None = name
    while current:
        _alive(execution, context)
        memory.places[path] = Place(current, data, dict(context["variables"]))
        context["State"] = {"Name": current, "EnteredTime": sfn.now_iso(), "RetryCount": 0}
        if not (context["Again"] or path):
            _tell(execution, states[current], "Entered", current, "input", data)
        entered = current
        data, current = _done(states[current], data, execution, context)
        context["Again"], context["Path"] = False, path
        _alive(execution, context)
        if not path:
            _tell(execution, states[entered], "Exited", entered, "output", data)
    return data


def _done(state: Any, data: Any, execution: Any, context: Any) -> tuple[Any, str | None]:
    kind = state["Type"]
    if kind == "Fail":
        raise sfn._ExecutionError(*sfn._fail_state_error(state, data, context))
    if kind == "Succeed":
        return sfn._apply_output_path(state, sfn._apply_input_path(state, data, context), context), None
    do = getattr(sfn, _HANDLERS[kind])
    answer: tuple[Any, str | None] = (
        do(state, data, execution, context) if kind in _WITH_EXECUTION else do(state, data, context)
    )
    return answer


def _context(execution: Any, machine: Any, definition: Any, attempt: int) -> dict[str, Any]:
    """What states see of the execution, and, for us, where the walk is and whether it is taken up again."""
    told = {"Id": execution["executionArn"], "Input": json.loads(execution["input"]), "Name": execution["name"]}
    return {
        "QueryLanguage": definition.get("QueryLanguage", "JSONPath"),
        "Execution": {**told, "StartTime": execution["startDate"], "RedriveCount": attempt},
        "StateMachine": {"Id": execution["stateMachineArn"], "Name": machine["name"]},
        "variables": {},
        "Path": (),
        "Again": False,
    }


def _alive(execution: Any, context: Any) -> None:
    if not _is_alive(execution, context):
        raise Stopped
    path, failed = context["Path"], memory_of(execution["executionArn"]).failed
    for depth in range(1, len(path) + 1):
        if error := failed.get(_whole(path[:depth])):
            raise error


def _is_alive(execution: Any, context: Any) -> bool:
    same = memory_of(execution["executionArn"]).attempt == context["Execution"]["RedriveCount"]
    return bool(execution["status"] == "RUNNING" and same)


def _tell(execution: Any, state: Any, what: str, name: str, key: str, data: Any) -> None:
    details = {f"state{what}EventDetails": {"name": name, key: json.dumps(data)}}
    sfn._add_event(execution, f"{state['Type']}State{what}", details)


@contextmanager
def _time_limit(definition: Any, execution: Any, context: Any) -> Iterator[None]:
    """The machine's own TimeoutSeconds, of real time; they count from zero with each redrive.

    Source: AWS, Restarting state machine executions with redrive, Redrive behavior.
    """
    watch = threading.Timer(definition.get("TimeoutSeconds", threading.TIMEOUT_MAX), _time_out, (execution, context))
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _time_out(execution: Any, context: Any) -> None:
    """A function that is at work finishes what it does, as when an execution is stopped."""
    if _is_alive(execution, context):
        execution.update(status="TIMED_OUT", stopDate=sfn.now_iso(), error="States.Timeout", cause=None)
        sfn._add_event(execution, "ExecutionTimedOut", {"executionTimedOutEventDetails": {"error": "States.Timeout"}})
        sfn._emit_execution_status_event(execution)


def _fail(execution: Any, context: Any, error: str, cause: str) -> None:
    if _is_alive(execution, context):
        sfn._fail_execution(execution, error, cause)


def _succeed(execution: Any, output: str) -> None:
    execution.update(status="SUCCEEDED", output=output, stopDate=sfn.now_iso())
    sfn._add_event(execution, "ExecutionSucceeded", {"executionSucceededEventDetails": {"output": output}})
    sfn._emit_execution_status_event(execution)
