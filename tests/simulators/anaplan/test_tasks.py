"""Starting and polling tasks, and cancelling them (behaviours 24 and 25, and the cancelling of 28)."""

import re

import pytest

from tests.simulators.anaplan.client import Anaplan, values_of


@pytest.mark.parametrize("body", [{}, {"localeName": ""}, {"localename": "en_US"}], ids=str)
def test_a_start_without_a_locale_is_refused(anna: Anaplan, body: dict[str, str]) -> None:
    """400 with a sentence in the message."""
    answer = anna.ask("POST", f"imports/{anna.id_of('imports', 'Net')}/tasks", json=body)

    assert answer.status_code == 400
    assert "localeName" in answer.json()["status"]["message"]


def test_each_start_is_another_task(anna: Anaplan) -> None:
    """Starting is not idempotent: a repeated request runs the import again."""
    first, second = (anna.start("imports", "Net").rpartition("/")[2] for _ in range(2))

    assert first != second
    assert re.fullmatch("[0-9A-F]{32}", first)
    assert len(anna.get(f"imports/{anna.id_of('imports', 'Net')}/tasks")["tasks"]) == 2


def test_a_task_id_may_come_without_a_task_around_it(anna: Anaplan) -> None:
    """The references disagree; clients read both."""
    anna.admin("POST", "settings", {"bare_task_id": True})
    answer = anna.ask("POST", f"imports/{anna.id_of('imports', 'Net')}/tasks", json={"localeName": "en_US"}).json()

    assert re.fullmatch("[0-9A-F]{32}", answer["taskId"])
    assert "task" not in answer


def test_a_task_is_found_below_its_own_parent_only(anna: Anaplan, ben: Anaplan) -> None:
    """By anybody, but not below another action; and actions that do not exist start nothing."""
    task = anna.start("imports", "Net")
    task_id = task.rpartition("/")[2]

    assert ben.status("GET", task) == 200
    assert anna.status("GET", f"imports/{anna.id_of('imports', 'Sales')}/tasks/{task_id}") == 404
    assert anna.status("GET", task.lower()) == 404
    assert anna.status("POST", "imports/112999999999/tasks", json={"localeName": "en_US"}) == 404


def test_the_values_of_a_result_are_a_flat_list_in_an_order_that_differs(anna: Anaplan) -> None:
    """Pairs stay pairs, and one task shows the same order at each poll."""
    tasks = [anna.start("imports", "Net") for _ in range(2)]
    anna.upload("net.csv", "Line,Net\nL1,1\n")
    results = [anna.run("imports", "Net")["result"]["details"][0] for _ in range(4)]

    assert len({tuple(detail["values"]) for detail in results}) > 1
    assert len({tuple(sorted(values_of(detail).items())) for detail in results}) == 1
    assert all(isinstance(value, str) for value in results[0]["values"])
    assert anna.poll(tasks[0]) == anna.poll(tasks[0])


def test_a_cancelled_task_is_undone(anna: Anaplan) -> None:
    """CANCELLED is an end of its own: a client that waits for COMPLETE waits for ever."""
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "settings", {"task_seconds": 10})
    anna.upload("net.csv", "Line,Net\nL1,5\n")
    task = anna.start("imports", "Net")
    anna.poll_until(task, "IN_PROGRESS")
    answer = anna.ask("DELETE", task)
    ended = anna.poll_until(task, "CANCELLED")

    assert answer.status_code == 200
    assert answer.json()["task"]["taskState"] in {"CANCELLING", "CANCELLED"}
    assert ended["cancelledBy"] == anna.user[0]
    assert not ended["result"]["successful"]
    assert ended["result"]["details"][0]["type"] == "msgImportCancelled"
    assert anna.cells()["L1"]["Net"] == "0"


def test_a_cancelled_task_that_waited_is_gone_from_the_queue(anna: Anaplan) -> None:
    """The one before it runs on, the model is free after that one."""
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "settings", {"task_seconds": 10})
    first, second = anna.start("imports", "Net"), anna.start("imports", "Net")
    assert anna.ask("DELETE", second).json()["task"]["taskState"] == "CANCELLED"
    anna.admin("POST", "clock", {"advance": 10})
    anna.wait_for_model()

    assert anna.poll(first)["taskState"] == "COMPLETE"
    assert anna.poll(second)["taskState"] == "CANCELLED"


def test_an_ended_task_is_not_cancelled(anna: Anaplan) -> None:
    """DELETE comes too late and changes nothing."""
    task = anna.start("imports", "Net")
    anna.wait_for_model()

    assert anna.ask("DELETE", task).json()["task"]["taskState"] == "COMPLETE"


def test_a_delete_action_empties_its_list(anna: Anaplan) -> None:
    """With the cells that belonged to the items; it never has a dump."""
    result = anna.run("actions", "Clear lines")["result"]

    assert (result["details"][0]["type"], result["failureDumpAvailable"]) == ("deleteFromSelectionSucceeded", False)
    assert anna.cells() == {}
