"""A task is started once, looked after, and its dump is fetched."""

from typing import Any

import pytest
import requests
import responses
from ml_connector.anaplan.actions import Actions, DumpGone
from ml_connector.anaplan.models import Action
from ml_connector.anaplan.refusals import NotVisible
from ml_connector.errors import ContractBroken, VendorDown
from responses import matchers

MODEL = "https://api.test/2/0/workspaces/8a8b/models/C0DE"
IMPORT = Action(id="112000000001", name="Accounts from Xero", kind="import")
PROCESS = Action(id="118000000001", name="Load Xero invoices", kind="process")
TASKS = f"{MODEL}/imports/{IMPORT.id}/tasks"


def _row(task_id: str, created: int = 0, state: str = "NOT_STARTED") -> dict[str, Any]:
    return {"taskId": task_id, "taskState": state, "creationTime": created}


def _lists(server: responses.RequestsMock, *rows: dict[str, Any], key: str = "tasks") -> None:
    server.get(TASKS, json={"meta": {"paging": {"currentPageSize": len(rows), "totalSize": len(rows)}}, key: rows})


def _posts(server: responses.RequestsMock) -> int:
    return sum(call.request.method == "POST" for call in server.calls)


@pytest.mark.parametrize("answer", [{"task": {"taskId": "NEW"}}, {"taskId": "NEW"}], ids=["nested", "bare"])
def test_a_task_is_started_with_a_locale(
    server: responses.RequestsMock, actions: Actions, answer: dict[str, Any]
) -> None:
    """Without one Anaplan answers 400; the id comes in either of two places."""
    _lists(server, _row("OLD"))
    server.post(TASKS, json=answer, match=[matchers.json_params_matcher({"localeName": "en_US"})])

    assert actions.start(IMPORT, {"OLD"}) == "NEW"


def test_a_task_that_an_earlier_attempt_started_is_adopted(server: responses.RequestsMock, actions: Actions) -> None:
    """A function may die between the start and writing its id down."""
    _lists(server, _row("OLD", 1), _row("LOST", 2))

    assert actions.start(IMPORT, {"OLD"}) == "LOST"
    assert _posts(server) == 0


def test_the_newest_of_several_is_adopted(server: responses.RequestsMock, actions: Actions) -> None:
    """Tasks run in turn, so when it is done the others are too."""
    _lists(server, _row("FIRST", 1), _row("LAST", 3), _row("MIDDLE", 2))

    assert actions.start(IMPORT, set()) == "LAST"


def test_a_cancelled_task_is_not_adopted(server: responses.RequestsMock, actions: Actions) -> None:
    """It was rolled back; the rows still have to be loaded."""
    _lists(server, _row("GONE", 1, "CANCELLED"), _row("GOING", 2, "CANCELLING"))
    server.post(TASKS, json={"task": {"taskId": "NEW"}})

    assert actions.start(IMPORT, set()) == "NEW"


@pytest.mark.parametrize("fault", [requests.ConnectionError(), 500, 504], ids=["cut", "500", "504"])
def test_a_start_without_an_answer_adopts_the_task_it_made(
    server: responses.RequestsMock, actions: Actions, pauses: list[float], fault: int | Exception
) -> None:
    """Starting again would run the import twice."""
    _lists(server, _row("OLD", 1))
    _fails(server, fault)
    _lists(server, _row("OLD", 1))
    _lists(server, _row("OLD", 1), _row("NEW", 2))

    assert actions.start(IMPORT, {"OLD"}) == "NEW"
    assert _posts(server) == 1
    assert len(pauses) == 1


@pytest.mark.parametrize("body", ["<html>", "{}", '{"task": {}}'])
def test_an_unreadable_yes_adopts_the_task_it_made(server: responses.RequestsMock, actions: Actions, body: str) -> None:
    """It was accepted, whatever the answer looks like."""
    _lists(server)
    server.post(TASKS, body=body)
    _lists(server, _row("NEW"))

    assert actions.start(IMPORT, set()) == "NEW"


def test_a_start_that_made_no_task_may_be_repeated(
    server: responses.RequestsMock, actions: Actions, pauses: list[float]
) -> None:
    """The workflow tries again later, and adopts the task if it appears after all."""
    _lists(server)
    _fails(server, 503)

    with pytest.raises(VendorDown, match=r"no usable answer .* 3 looks"):
        actions.start(IMPORT, set())

    assert _posts(server) == 1
    assert pauses == [2.0, 2.0, 2.0]


def test_a_refused_start_is_no_unclear_one(server: responses.RequestsMock, actions: Actions) -> None:
    """Anaplan said no, so there is nothing to look for."""
    _lists(server)
    server.post(TASKS, status=404)

    with pytest.raises(NotVisible):
        actions.start(IMPORT, set())
    assert len(server.calls) == 2


def test_tasks_under_the_other_documented_key_are_seen(server: responses.RequestsMock, actions: Actions) -> None:
    """Missing them would start the import twice."""
    _lists(server, _row("A"), key="task")

    assert [task.task_id for task in actions.tasks(IMPORT)] == ["A"]


def test_an_import_is_read_with_one_call(server: responses.RequestsMock, actions: Actions) -> None:
    """It has no parts to look up."""
    result = {"successful": True, "objectId": IMPORT.id, "failureDumpAvailable": False}
    server.get(f"{TASKS}/T1", json={"task": _row("T1", state="COMPLETE") | {"result": result}})

    assert actions.result(IMPORT, "T1").clean


def test_a_process_is_read_against_its_definition(server: responses.RequestsMock, actions: Actions) -> None:
    """Only the definition tells that a part never ran."""
    path = f"{MODEL}/processes/{PROCESS.id}"
    steps = [{"id": "112000000002", "name": "Lines list"}, {"id": "112000000003", "name": "Lines data"}]
    result = {"successful": True, "nestedResults": [{"objectId": "112000000002", "successful": True}]}
    server.get(f"{path}/tasks/T1", json={"task": _row("T1", state="COMPLETE") | {"result": result}})
    server.get(path, json={"processMetadata": {"name": PROCESS.name, "actions": steps}})

    read = actions.result(PROCESS, "T1")

    assert read.not_run == ("Lines data",)
    assert read.actions[0].name == "Lines list"


def test_a_task_is_cancelled_and_looked_at(server: responses.RequestsMock, actions: Actions) -> None:
    """Cancelling takes time; the answer is the state after the request."""
    server.delete(f"{TASKS}/T1", json={"task": _row("T1", state="CANCELLING")})
    server.get(f"{TASKS}/T1", json={"task": _row("T1", state="CANCELLED")})

    assert actions.cancel(IMPORT, "T1").cancelled


@pytest.mark.parametrize(
    ("action", "object_id", "path"),
    [
        (IMPORT, None, f"imports/{IMPORT.id}/tasks/T1/dump/chunks"),
        (PROCESS, "112000000002", f"processes/{PROCESS.id}/tasks/T1/dumps/112000000002/chunks"),
    ],
    ids=["import", "process"],
)
def test_a_dump_is_fetched_chunk_by_chunk(
    server: responses.RequestsMock, actions: Actions, action: Action, object_id: str | None, path: str
) -> None:
    """A process keeps one dump for each of its parts."""
    server.get(f"{MODEL}/{path}", json={"chunks": [{"id": "0", "name": "Chunk 0"}, {"id": "1", "name": "Chunk 1"}]})
    server.get(f"{MODEL}/{path}/0", body=b"Line,__Err")
    server.get(f"{MODEL}/{path}/1", body=b"or__0\n")

    assert b"".join(actions.dump(action, "T1", object_id)) == b"Line,__Error__0\n"


@pytest.mark.parametrize("status", [200, 400, 404])
def test_a_dump_that_is_gone_is_not_an_empty_one(server: responses.RequestsMock, actions: Actions, status: int) -> None:
    """The rows did fail; only the reasons are lost."""
    server.get(f"{TASKS}/T1/dump/chunks", status=status, json={"status": {"message": "no"}})

    with pytest.raises(DumpGone, match="run the load again"):
        list(actions.dump(IMPORT, "T1"))


def test_a_dump_that_cannot_be_fetched_now_is_not_gone(server: responses.RequestsMock, actions: Actions) -> None:
    """Trying again can succeed."""
    server.get(f"{TASKS}/T1/dump/chunks", status=503)

    with pytest.raises(VendorDown):
        list(actions.dump(IMPORT, "T1"))


def test_a_task_of_another_form_is_told(server: responses.RequestsMock, actions: Actions) -> None:
    """Rather than polled for ever."""
    server.get(f"{TASKS}/T1", json={"task": {"taskId": "T1"}})

    with pytest.raises(ContractBroken, match="taskState"):
        actions.poll(IMPORT, "T1")


def _fails(server: responses.RequestsMock, fault: int | Exception) -> None:
    if isinstance(fault, int):
        server.post(TASKS, status=fault)
    else:
        server.post(TASKS, body=fault)
