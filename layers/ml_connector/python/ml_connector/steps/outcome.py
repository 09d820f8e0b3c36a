"""What an import has done with the rows that were sent."""

from collections.abc import Iterator

from ml_connector.anaplan.actions import DumpGone
from ml_connector.anaplan.counts import RowCounts
from ml_connector.anaplan.dumps import read_dump
from ml_connector.anaplan.results import ActionResult, TaskResult
from ml_connector.steps.importing import TaskStep
from ml_connector.sync.prove import Loaded
from ml_connector.wiring import parked


def outcome(step: TaskStep) -> tuple[Loaded, str]:
    """The load's figures and the state in which its task ended.

    A process runs several imports over the same file. A row counts as it fared in the import that took it worst: a
    member whose line was refused has no figures either.
    """
    result = step.actions.result(step.action, step.task)
    sent, keys = step.mapped.rows, []
    worst = _counts(result, sent)
    for action in result.actions:
        dumped = 0
        if action.dump_available:
            kept = _keep(step, action)
            keys += kept
            dumped = sum(1 for _ in read_dump(map(parked.dumps().read, kept)))
        worst = max(worst, action.completed(sent, dumped), key=_refused)
    loaded = Loaded(
        entity=step.mapped.entity,
        dataset=step.mapped.dataset,
        rows_sent=sent,
        ok=(worst.ok or 0) + (worst.warned or 0),
        ignored=worst.ignored or 0,
        failed=worst.failed or 0,
        task=step.task,
        dumps=tuple(keys),
        problems=tuple(_problems(result)),
    )
    return loaded, result.state


def _counts(result: TaskResult, sent: int) -> RowCounts:
    """The figures before any action is looked at: those of the last one, or nothing taken if the task failed."""
    if result.failed or not result.actions:
        return RowCounts(total=sent, ok=0, failed=sent)
    return result.actions[-1].completed(sent, 0)


def _refused(counts: RowCounts) -> int:
    return counts.failed or 0


def _keep(step: TaskStep, action: ActionResult) -> list[str]:
    """Store the dump of one action; returns the keys of its parts, none if Anaplan has forgotten it already."""
    of_process = action.object_id if step.destination.action_kind == "process" else None
    parts = step.actions.dump(step.action, step.task, of_process)
    try:
        return list(_parts(step, action.object_id, parts))
    except DumpGone:
        return []


def _parts(step: TaskStep, object_id: str, parts: Iterator[bytes]) -> Iterator[str]:
    for index, part in enumerate(parts):
        yield parked.dumps().put(
            step.run, step.attempt, step.mapped.entity, step.mapped.dataset, object_id, index, part
        )


def _problems(result: TaskResult) -> Iterator[str]:
    if result.cancelled:
        yield f"the import was cancelled{f' by {result.cancelled_by}' if result.cancelled_by else ''}"
    if result.failed:
        for finding in result.problems:
            yield f"{finding.code}: {finding.text} - {finding.remedy}".strip(" -")
        yield from (f"'{name}' did not run" for name in result.not_run)
