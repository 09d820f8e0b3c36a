"""One transaction at a time, and what the others see meanwhile (behaviours 13, 15, 16 and 25, and the status).

The clock stands still in most of these tests, so that a task lasts exactly until the test moves it on.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.simulators.anaplan.client import Anaplan
from tests.simulators.anaplan.small_model import BEN

PATIENCE = 0.15  # seconds a client waits for an answer that does not come


@pytest.fixture
def slow(anna: Anaplan) -> Anaplan:
    """Tasks take ten seconds, on a clock that stands still."""
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "settings", {"task_seconds": 10})
    anna.upload("net.csv", "Line,Net\nL1,5\n")
    return anna


def test_a_polled_task_is_seen_to_start_and_to_get_on(slow: Anaplan) -> None:
    """NOT_STARTED, IN_PROGRESS with progress that rises, COMPLETE; a result at the end and not before."""
    slow.admin("POST", "settings", {"queue_seconds": 3})
    task = slow.start("imports", "Net")
    waiting = slow.poll(task)
    slow.admin("POST", "clock", {"advance": 3})
    begun = slow.poll_until(task, "IN_PROGRESS")
    slow.admin("POST", "clock", {"advance": 5})
    halfway = slow.poll(task)
    slow.admin("POST", "clock", {"advance": 5})
    ended = slow.poll_until(task, "COMPLETE")

    assert waiting["taskState"] == "NOT_STARTED"
    assert 0 <= waiting["progress"] <= begun["progress"] < halfway["progress"] < 1
    assert ended["progress"] == 1
    assert (ended["currentStep"], ended["result"]["successful"]) == ("Complete.", True)
    assert not any("result" in shown for shown in (waiting, begun, halfway))


@pytest.mark.parametrize("state", ["model untouched", "model changed"])
def test_a_task_is_done_at_its_end_and_not_before(slow: Anaplan, state: str) -> None:
    """Nobody sees half of an import."""
    task = slow.start("imports", "Net")
    slow.poll_until(task, "IN_PROGRESS")
    if state == "model changed":
        slow.admin("POST", "clock", {"advance": 10})
        slow.poll_until(task, "COMPLETE")

    assert slow.cells()["L1"]["Net"] == ("5" if state == "model changed" else "0")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "lists"),
        ("GET", "lists/101000000001/items"),
        ("GET", "files"),
        ("GET", "files/113000000003/chunks/0"),
        ("PUT", "files/113000000003/chunks/0"),
        ("GET", "modules"),
        ("GET", "views/102000000001/data"),
    ],
)
def test_a_call_that_needs_the_model_is_hanging_while_a_task_runs(slow: Anaplan, method: str, path: str) -> None:
    """It is answered once the model is free: clients need long timeouts, and deadlines."""
    slow.start("imports", "Net")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(slow.status, method, path, headers={"Content-Type": "application/octet-stream"})
        with pytest.raises(requests.ReadTimeout):
            slow.status("GET", "lists", timeout=PATIENCE)
        assert not answer.done()
        slow.admin("POST", "clock", {"advance": 10})

        assert answer.result() in (200, 204)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "imports"),
        ("GET", "exports"),
        ("GET", "processes"),
        ("GET", "actions"),
        ("GET", "imports/112000000001"),
        ("GET", "processes/118000000001"),
        ("GET", "imports/112000000004/tasks"),
        ("GET", "status"),
        ("GET", "/2/0/models"),
    ],
)
def test_metadata_is_answered_at_once_while_a_task_runs(slow: Anaplan, method: str, path: str) -> None:
    """So are starting, polling and dumps, see the other tests."""
    slow.start("imports", "Net")

    assert slow.status(method, path, timeout=2) == 200


def test_a_second_task_is_queued_and_runs_afterwards(slow: Anaplan, ben: Anaplan) -> None:
    """Whoever comes second is accepted at once and waits, whatever they started."""
    first = slow.start("imports", "Net")
    second = ben.start("exports", "Sales export")
    slow.poll_until(first, "IN_PROGRESS")
    assert ben.poll(second)["taskState"] == "NOT_STARTED"
    slow.admin("POST", "clock", {"advance": 10})
    slow.poll_until(first, "COMPLETE")
    ben.poll_until(second, "IN_PROGRESS")
    slow.admin("POST", "clock", {"advance": 10})

    assert ben.poll_until(second, "COMPLETE")["result"]["successful"]


def test_a_busy_model_is_told_by_its_status(slow: Anaplan) -> None:
    """Who does what, without an envelope; -1 when nobody does anything."""
    idle = slow.get("status")
    slow.admin("POST", "task", {"seconds": 60, "user": "other"})
    slow.poll_until(f"imports/112000000001/tasks/{newest(slow)}", "IN_PROGRESS")
    busy = slow.ask("POST", "status").json()

    assert set(idle) == set(busy) == {"requestStatus"}
    assert (idle["requestStatus"]["currentStep"], idle["requestStatus"]["progress"]) == ("Open", -1.0)
    assert busy["requestStatus"]["currentStep"] == "Processing ..."
    assert BEN[0] in busy["requestStatus"]["tooltip"]
    model = f"/2/0/models/{slow.base.rpartition('/')[2]}"
    assert slow.get(model, modelDetails="true")["model"]["modelTransactionRunning"] is True


def newest(anna: Anaplan) -> str:
    rows = anna.get("imports/112000000001/tasks", sort="-creationTime")["tasks"]
    return str(rows[0]["taskId"])


def test_a_long_import_of_another_user_is_in_the_way(slow: Anaplan) -> None:
    """Tasks of others are listed, and ours waits for them."""
    slow.admin("POST", "task", {"seconds": 60})
    ours = slow.start("imports", "Net")
    slow.admin("POST", "clock", {"advance": 59})
    assert slow.poll(ours)["taskState"] == "NOT_STARTED"
    slow.admin("POST", "clock", {"advance": 1})

    slow.poll_until(ours, "IN_PROGRESS")


def test_a_stopped_simulator_lets_go_of_those_who_wait(slow: Anaplan) -> None:
    """A reset stands for a stop here: their line is cut, they do not hang for ever."""
    slow.start("imports", "Net")
    with ThreadPoolExecutor() as pool:
        answer = pool.submit(slow.status, "GET", "lists")
        with pytest.raises(requests.ReadTimeout):
            slow.status("GET", "modules", timeout=PATIENCE)
        slow.admin("POST", "reset")

        with pytest.raises(requests.ConnectionError):
            answer.result()


@pytest.mark.parametrize(
    ("state", "read", "write"),
    [("ARCHIVED", 422, 422), ("LOCKED", 200, 423), ("MAINTENANCE", 424, 424), ("PRODUCTION", 200, 200)],
)
def test_a_model_that_is_not_open_is_refused_by_its_state(anna: Anaplan, state: str, read: int, write: int) -> None:
    """The model is still listed, with its state."""
    path = f"imports/{anna.id_of('imports', 'Net')}/tasks"
    anna.admin("POST", "settings", {"active_state": state})

    assert anna.status("GET", "imports") == read
    assert anna.status("POST", path, json={"localeName": "en_US"}) == write
    assert anna.get("/2/0/models")["models"][0]["activeState"] == state
