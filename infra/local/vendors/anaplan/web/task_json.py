"""Tasks and their results as Anaplan writes them.

``values`` is a flat list of key, value, key, value whose order differs from task to task, as has been recorded.
Sources: Anaplan, Check the status of the import action (help.anaplan.com, 0cccdcec), of a process (e743102b).
"""

import random
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from infra.local.vendors.anaplan.actions.outcome import Detail
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.tasks.task import State, StepResult, Task

_STEPS = {
    State.NOT_STARTED: "Not started.",
    State.IN_PROGRESS: "Processing ...",
    State.CANCELLING: "Cancelling ...",
    State.CANCELLED: "Cancelled.",
}


def shown_summary(task: Task) -> dict[str, Any]:
    """As in a list of tasks; ``creationTime`` is epoch milliseconds."""
    created = int(task.created.timestamp() * 1000)
    return {"taskId": task.id, "taskState": task.state.value, "creationTime": created}


def shown_task(task: Task, now: datetime, switches: Switches, *, with_times: bool) -> dict[str, Any]:
    """As polled; the result comes with the end and not before."""
    shown = shown_summary(task)
    ended = shown["taskState"] in (State.COMPLETE, State.CANCELLED)  # not asked again: the worker may just end it
    shown |= {
        "currentStep": shown_step(task),
        "progress": task.progress(now),
        "type": "taskInformation",
    }
    if task.cancelled_by is not None:
        shown["cancelledBy"] = task.cancelled_by
    if ended:
        shown["result"] = _result(task, switches, with_times=with_times)
    return shown


def shown_step(task: Task) -> str:
    """What the task is at."""
    return _STEPS.get(task.state) or ("Complete." if task.successful else "Failed.")


def _result(task: Task, switches: Switches, *, with_times: bool) -> dict[str, Any]:
    result: dict[str, Any] = {
        "successful": task.successful,
        "failureDumpAvailable": any(one.outcome.dump is not None for one in task.results),
        "objectId": task.parent.id,
        "objectName": task.parent.name,
    }
    details: Sequence[Detail] = ()
    if task.parent.kind == "processes":
        result["nestedResults"] = [_nested(task, one, switches, with_times=with_times) for one in task.results]
    elif task.results:
        details = task.results[0].outcome.details
    if task.state is State.CANCELLED:
        details = [Detail("msgExportCancelled" if task.parent.kind == "exports" else "msgImportCancelled", "Cancelled")]
    if details:
        result["details"] = _details(task, details)
    return result


def _nested(task: Task, one: StepResult, switches: Switches, *, with_times: bool) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "objectId": one.step.object_id,
        "objectName": one.step.object_name,
        "successful": one.outcome.successful,
        "failureDumpAvailable": one.outcome.dump is not None,
    }
    if one.outcome.details and (switches.clean_nested_details or not one.outcome.clean):
        entry["details"] = _details(task, one.outcome.details)
    if with_times:
        entry |= {"startTime": one.started.isoformat(), "duration": f"{one.seconds:.3f} seconds"}
    return entry


def _details(task: Task, details: Sequence[Detail]) -> list[dict[str, Any]]:
    dice = random.Random(task.id)  # noqa: S311 - an order, not a secret; the same at each poll of the task
    return [
        {
            "type": detail.type,
            "localMessageText": detail.text,
            "occurrences": detail.occurrences,
            "values": _flat(detail.values, dice),
        }
        for detail in details
    ]


def _flat(values: Sequence[tuple[str, str]], dice: random.Random) -> list[str]:
    return [text for pair in dice.sample(values, len(values)) for text in pair]
