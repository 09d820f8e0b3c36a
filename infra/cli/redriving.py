"""Whether a redrive of a run makes sense, and what it would do. Asks, and changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from ml_connector.stores.cursors import CursorStore
from ml_connector.stores.lock_rules import ModelKey
from ml_connector.stores.locks import HeldLock, LockStore
from msgspec import Struct

from infra.cli.executions import Executions
from infra.local.home import Run, Step

_LONGEST = timedelta(days=14)
"""Step Functions redrives no execution that ended longer ago."""


class Redrive(Struct, frozen=True):
    """What a redrive would be.

    attempt      the number it would get
    again        the states that were entered and not left: these are done again, and what follows them is done
    error        what ended the run
    objections   why it makes no sense, each with what to do instead; empty: it does
    """

    run: str
    attempt: int
    again: tuple[str, ...]
    error: str
    objections: tuple[str, ...]


def look(executions: Executions, execution: Run) -> Redrive:
    """Everything that speaks for it or against it."""
    told, steps = executions.described(execution), list(execution.steps())
    again = tuple(unfinished(steps))
    return Redrive(
        run=execution.name,
        attempt=int(str(told.get("redriveCount", 0))) + 1,
        again=again,
        error=str(told.get("error") or told["status"]),
        objections=tuple(
            objection
            for found in (
                _by_step_functions(told),
                _by_a_fail(steps, again),
                _by_cursors(executions.cursors, execution.name, steps),
                _by_loads(executions.locks, execution.name, steps),
                _by_locks(executions.locks.held(), execution.name, steps),
            )
            for objection in found
        ),
    )


def unfinished(steps: Iterable[Step]) -> Iterator[str]:
    """The states that were entered more often than they were left, in the order of their first entrance."""
    inside: dict[str, int] = {}
    for step in steps:
        if step.kind in ("entered", "left"):
            inside[step.name] = inside.get(step.name, 0) + (1 if step.kind == "entered" else -1)
    return (name for name, count in inside.items() if count > 0)


def _by_step_functions(told: Any) -> Iterator[str]:
    if told["status"] == "RUNNING":
        yield "it is under way: wait for its end"
    elif told["status"] == "SUCCEEDED":
        yield "it ended well: there is nothing to do again"
    elif told.get("redriveStatus", "REDRIVABLE") != "REDRIVABLE":
        yield f"Step Functions refuses ({told.get('redriveStatusReason')}): start a new run"
    elif (stopped := told.get("stopDate")) and datetime.now(UTC) - stopped > _LONGEST:
        yield f"it ended more than {_LONGEST.days} days ago, and Step Functions redrives no longer: start a new run"


def _by_a_fail(steps: Sequence[Step], again: Sequence[str]) -> Iterator[str]:
    """A state whose name never came with a call is the Fail at the end of a flow."""
    last = next((step for step in reversed(steps) if step.kind in ("entered", "called")), None)
    if last is not None and last.kind == "entered" and list(again) == [last.name]:
        yield f"it has done all of its work and ended at '{last.name}', which would fail again: start a new run"


def _by_cursors(cursors: CursorStore, run: str, steps: Iterable[Step]) -> Iterator[str]:
    """Rows that wait to be loaded must not be older than what another run has loaded since they were mapped."""
    for mapped in _waiting(steps):
        cursor = cursors.read(mapped["entity"], mapped["dataset"])
        if cursor.version != mapped.get("cursor", 0) and cursor.run != run:
            yield (
                f"run {cursor.run} has moved the cursor of {mapped['entity']} {mapped['dataset']} past it: "
                "start a new run"
            )


def _by_loads(locks: LockStore, run: str, steps: Iterable[Step]) -> Iterator[str]:
    """The same of what was loaded without moving a cursor: by a replay, or by a run that a webhook has started."""
    for mapped in _waiting(steps):
        model = ModelKey(mapped["workspace_id"], mapped["model_id"])
        last = locks.loading(model, mapped["entity"], mapped["dataset"])
        if last is not None and last.run != run and last.fence > mapped.get("fence", 0):
            yield f"run {last.run} has loaded {mapped['entity']} {mapped['dataset']} since: start a new run"


def _waiting(steps: Iterable[Step]) -> Iterable[dict[str, Any]]:
    """What was mapped, has rows and was not loaded."""
    waiting: dict[tuple[str, str], dict[str, Any]] = {}
    for step in steps:
        if step.kind == "answered" and step.name == "map_rows" and step.data.get("rows"):
            waiting[step.data["entity"], step.data["dataset"]] = step.data
        elif step.kind == "answered" and step.name == "read_result":
            waiting.pop((step.data["entity"], step.data["dataset"]), None)
    return waiting.values()


def _by_locks(held: Iterable[HeldLock], run: str, steps: Iterable[Step]) -> Iterator[str]:
    models = {model for step in steps if step.kind == "answered" for model in _models(step.data)}
    for lock in held:
        if lock.holder.run != run and str(lock.model) in models:
            yield f"run {lock.holder.run} holds model {lock.model} to {lock.holder.purpose}: wait for its end"


def _models(data: Any) -> Iterator[str]:
    """Every model that an answer names."""
    if isinstance(data, dict):
        if "workspace_id" in data and "model_id" in data:
            yield f"{data['workspace_id']}/{data['model_id']}"
        for part in data.values():
            yield from _models(part)
    elif isinstance(data, list):
        for part in data:
            yield from _models(part)
