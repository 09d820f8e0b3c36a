"""Reads Anaplan's task JSON into what it means: the state of a task, and its result per action. Pure.

Source: Anaplan, "Check the status of the import action" and "Check the status of the process action".
"""

from collections.abc import Mapping
from datetime import UTC, datetime

from ml_connector.anaplan.codes import kind_of, remedy
from ml_connector.anaplan.counts import counts_in, worst_of
from ml_connector.anaplan.results import ActionResult, Finding, TaskResult, TaskState
from ml_connector.anaplan.task_wire import WireDetail, WireResult, WireTask
from ml_connector.errors import ContractBroken

_SHOWN = 200


def read_state(task: WireTask) -> TaskState:
    """How far a task is."""
    milliseconds = task.creation_time
    return TaskState(
        task_id=task.task_id,
        state=task.task_state,
        step=task.current_step or "",
        progress=task.progress or 0.0,
        created=None if milliseconds is None else datetime.fromtimestamp(milliseconds / 1000, UTC),
    )


def read_result(task: WireTask, action_id: str, names: Mapping[str, str]) -> TaskResult:
    """What a finished task achieved.

    action_id   the import or process that was started
    names       of the actions that should have run, by id and in order; for an import, of itself
    raises      ContractBroken when the task is not done, or complete without a result
    """
    state = read_state(task)
    if not state.done or (task.result is None and not state.cancelled):
        raise ContractBroken(
            f"Task {state.task_id} is {state.state} and has no result; poll it until it is COMPLETE or CANCELLED"
        )
    result = task.result or WireResult()
    alone = action_id in names
    parts = [(action_id, result)] if alone else [(p.object_id or "", p) for p in result.nested_results or []]
    ran = {object_id for object_id, _ in parts}
    return TaskResult(
        task_id=state.task_id,
        state=state.state,
        successful=result.successful,
        step=state.step,
        cancelled_by=task.cancelled_by or "",
        actions=tuple(_action(object_id, part, names) for object_id, part in parts),
        findings=() if alone else _findings(result),
        not_run=tuple(name for object_id, name in names.items() if object_id not in ran),
    )


def _action(object_id: str, part: WireResult, names: Mapping[str, str]) -> ActionResult:
    details = part.details or []
    return ActionResult(
        object_id=object_id,
        name=part.object_name or names.get(object_id, ""),
        successful=part.successful,
        rows=worst_of(counts_in(detail) for detail in details if kind_of(detail.type) == "completion"),
        in_cells=any(detail.type.startswith("lineItem") for detail in details),
        findings=_findings(part),
        dump_available=part.failure_dump_available,
    )


def _findings(part: WireResult) -> tuple[Finding, ...]:
    return tuple(_finding(detail) for detail in part.details or [])


def _finding(detail: WireDetail) -> Finding:
    text = " ".join((detail.local_message_text or "").split())
    return Finding(
        code=detail.type,
        kind=kind_of(detail.type),
        text=text if len(text) <= _SHOWN else text[:_SHOWN] + "…",
        occurrences=detail.occurrences or 0,
        remedy=remedy(detail.type),
    )
