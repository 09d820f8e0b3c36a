"""What a task's JSON says is read without being taken at its first word."""

from datetime import UTC, datetime
from typing import Any

import pytest
from ml_connector.anaplan.counts import RowCounts
from ml_connector.anaplan.reading import read_result, read_state
from ml_connector.anaplan.results import TaskResult
from ml_connector.anaplan.task_wire import WireTask
from ml_connector.anaplan.wire import read_as
from ml_connector.errors import ContractBroken

IMPORT = "112000000001"
PROCESS = "118000000001"
STEPS = {IMPORT: "Lines list", "112000000002": "Lines data"}


def _part(object_id: str = IMPORT, *, dump: bool = False, successful: bool = True, **values: int) -> dict[str, Any]:
    said = [text for name, count in values.items() for text in (name, str(count))]
    kind = "hierarchyRowsProcessedWithFailures" if dump else "hierarchyRowsProcessed"
    details = [{"type": kind, "occurrences": 0, "values": said}] if said else None
    return {"objectId": object_id, "successful": successful, "failureDumpAvailable": dump, "details": details}


def _task(result: dict[str, Any] | None, state: str = "COMPLETE", **more: Any) -> WireTask:
    return read_as(WireTask, {"taskId": "A1", "taskState": state, "result": result, **more}, "GET task")


def _of_import(result: dict[str, Any] | None, state: str = "COMPLETE", **more: Any) -> TaskResult:
    return read_result(_task(result, state, **more), IMPORT, {IMPORT: "Accounts"})


def _of_process(*parts: dict[str, Any], successful: bool = True, **more: Any) -> TaskResult:
    result = {"objectId": PROCESS, "successful": successful, "nestedResults": list(parts), **more}
    return read_result(_task(result), PROCESS, STEPS)


def test_a_state_carries_its_progress_and_its_birth() -> None:
    """Adopting a task after a cut connection goes by when it was made."""
    state = read_state(
        _task(None, "IN_PROGRESS", creationTime=1_782_000_000_000, progress=0.5, currentStep="Importing")
    )

    assert (state.progress, state.step, state.done) == (0.5, "Importing", False)
    assert state.created == datetime(2026, 6, 21, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize("state", ["NOT_STARTED", "IN_PROGRESS", "CANCELLING", "SOMETHING_NEW"])
def test_a_task_is_not_done_before_a_final_state(state: str) -> None:
    """A state that Anaplan adds later must lead to another look and not to a result."""
    assert not read_state(_task(None, state)).done


def test_a_clean_import_is_clean() -> None:
    """The ordinary case."""
    result = _of_import(_part(successRowCount=90, failedCount=0, ignoredCount=5, totalRowCount=95))

    assert result.clean
    assert not result.failed
    assert result.actions[0].name == "Accounts"
    assert result.actions[0].rows == RowCounts(total=95, ok=90, failed=0, ignored=5)


def test_success_with_failed_rows_is_not_clean() -> None:
    """Anaplan reports successful true when the action ran to its end, whatever it dropped."""
    result = _of_import(_part(dump=True, successRowCount=8, failedCount=2))

    assert result.successful
    assert not result.clean
    assert not result.failed


def test_success_with_a_dump_and_no_failed_count_is_not_clean() -> None:
    """Anaplan's own recorded answers contain this pair; only the dump tells which is right."""
    assert not _of_import(_part(dump=True)).clean


def test_a_code_about_single_rows_is_not_clean() -> None:
    """A data code can come without counts and without the dump flag."""
    part = _part() | {"details": [{"type": "moduleImportInvalidListIdentifier", "occurrences": 3}]}

    result = _of_import(part)

    assert not result.clean
    assert [(f.code, f.occurrences) for f in result.problems] == [("moduleImportInvalidListIdentifier", 3)]
    assert "load the list first" in result.problems[0].remedy


def test_every_part_of_a_process_is_read() -> None:
    """The flag on top does not tell which part dropped rows."""
    result = _of_process(_part(), _part("112000000002", dump=True, successRowCount=8, failedCount=2))

    assert [(a.name, a.clean) for a in result.actions] == [("Lines list", True), ("Lines data", False)]
    assert not result.clean
    assert not result.failed


def test_a_part_that_failed_fails_the_process() -> None:
    """Also when the flag on top says success."""
    assert _of_process(_part(), _part("112000000002", successful=False)).failed


def test_a_part_that_never_ran_fails_the_process() -> None:
    """A process may end at its first failing action and leave the later ones without a result."""
    result = _of_process(_part())

    assert result.not_run == ("Lines data",)
    assert result.failed
    with pytest.raises(ContractBroken, match="before 'Lines data' could run"):
        result.require_success("Load Xero invoices")


def test_a_failed_import_is_explained_with_its_remedy() -> None:
    """The person who reads the error has to know what to do."""
    details = [{"type": "missingFields", "localMessageText": "import incomplete"}]

    with pytest.raises(ContractBroken, match="missingFields; the file lacks columns") as caught:
        _of_import({"successful": False, "details": details}).require_success("Accounts from Xero")

    assert "'Accounts from Xero' (task A1) failed" in str(caught.value)


def test_a_failure_without_any_code_is_explained_by_its_step() -> None:
    """Anaplan may say no more than the step at which it ended."""
    with pytest.raises(ContractBroken, match=r"at the step 'Failed\.'; run it by hand"):
        _of_import({"successful": False}, currentStep="Failed.").require_success("Accounts from Xero")


def test_a_failure_of_a_process_itself_is_among_the_problems() -> None:
    """It can fail before any of its parts starts."""
    result = _of_process(successful=False, details=[{"type": "notAuthorised"}])

    assert [f.code for f in result.problems] == ["notAuthorised"]
    with pytest.raises(ContractBroken, match="lacks the right"):
        result.require_success("Load Xero invoices")


@pytest.mark.parametrize("result", [None, {"successful": True}], ids=["no result", "successful"])
def test_a_cancelled_task_is_a_failure_whatever_it_says(result: dict[str, Any] | None) -> None:
    """Its changes are rolled back; polling it for ever or taking it for done would both lose rows."""
    read = _of_import(result, "CANCELLED", cancelledBy="ann@example.com")

    assert read.cancelled
    assert read.failed
    assert not read.clean
    with pytest.raises(ContractBroken, match=r"was cancelled by ann@example\.com"):
        read.require_success("Accounts from Xero")


@pytest.mark.parametrize(("result", "state"), [(None, "COMPLETE"), ({"successful": True}, "IN_PROGRESS")])
def test_a_task_without_a_final_result_is_not_read(result: dict[str, Any] | None, state: str) -> None:
    """No result never stands for an empty one."""
    with pytest.raises(ContractBroken, match="has no result"):
        _of_import(result, state)


def test_a_malformed_task_names_its_fields_and_not_its_values() -> None:
    """Messages end in logs, and values may be anybody's data."""
    with pytest.raises(ContractBroken, match="GET task") as caught:
        read_as(WireTask, {"taskId": "A1", "taskState": ["secret"]}, "GET task")

    assert "taskState" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_a_long_text_of_anaplan_is_cut() -> None:
    """Results travel through the workflow, whose payload is small."""
    text = "x" * 5000

    result = _of_import({"successful": True, "details": [{"type": "actionFailed", "localMessageText": text}]})

    assert len(result.actions[0].findings[0].text) < 300


@pytest.mark.parametrize(
    ("part", "dumped", "expected"),
    [
        (_part(successRowCount=8, failedCount=2), 2, RowCounts(ok=8, failed=2)),
        (_part(), 0, RowCounts(total=10, ok=10, warned=0, failed=0, ignored=0)),
        (_part(dump=True), 3, RowCounts(total=10, ok=7, warned=0, failed=3, ignored=0)),
        (_part(successful=False), 0, RowCounts(total=10, ok=0, warned=0, failed=10, ignored=0)),
    ],
    ids=["said", "clean without details", "by its dump", "failed as a whole"],
)
def test_counts_that_anaplan_leaves_out_are_completed(part: dict[str, Any], dumped: int, expected: RowCounts) -> None:
    """Clean parts of a process come without details, and every row must still be accounted for."""
    assert _of_import(part).actions[0].completed(sent=10, dumped=dumped) == expected


def test_a_reason_that_looks_like_a_count_is_not_counted() -> None:
    """Reasons quote what was in the row, which may be anything."""
    details = [{"type": "moduleImportNumberFormat", "localMessageText": "No number: 7 failed, 1 successful"}]

    assert _of_import({"successful": True, "details": details}).actions[0].rows == RowCounts()


@pytest.mark.parametrize(("ok", "expected"), [(8, 8), (160, 9)], ids=["rows", "cells"])
def test_counts_of_a_module_import_are_taken_for_rows_only_if_they_add_up(ok: int, expected: int) -> None:
    """Anaplan describes them as counts of cells; ten rows of twenty columns are then two hundred."""
    values = ["successRowCount", str(ok), "failedCount", "2"]
    part = _part(dump=True) | {"details": [{"type": "lineItemRowsProcessedWithFailures", "values": values}]}

    assert _of_import(part).actions[0].completed(sent=10, dumped=1).ok == expected
