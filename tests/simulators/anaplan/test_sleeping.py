"""Models that are not loaded, deployed models, and files that nobody locks (behaviours 13, 14 and 23)."""

import time

import pytest

from infra.local.vendors.anaplan.state.waking import MOST_OPENINGS
from tests.simulators.anaplan.client import Anaplan


def step(anna: Anaplan) -> tuple[str, float]:
    status = anna.get("status")["requestStatus"]
    return status["currentStep"], status["progress"]


def an_hour_later(anna: Anaplan) -> Anaplan:
    """With a new login: tokens live for 35 minutes."""
    anna.admin("POST", "clock", {"advance": 61 * 60})
    return Anaplan(anna.url, anna.base.partition("/2/0/")[2], anna.user)


def test_a_model_is_unloaded_after_an_hour_and_loaded_by_the_next_call(anna: Anaplan) -> None:
    """Which is why a night's first call is slow."""
    anna.admin("POST", "settings", {"wake_seconds": 0.2})
    anna.get("lists")
    anna = an_hour_later(anna)
    asleep, began = step(anna), time.monotonic()
    anna.get("lists")
    slow = time.monotonic() - began

    assert asleep == ("Closed", -1.0)
    assert slow >= 0.2
    assert step(anna) == ("Open", -1.0)


def test_the_call_that_loads_a_model_may_run_into_a_time_out(anna: Anaplan) -> None:
    """The next one finds it loaded."""
    anna.admin("POST", "settings", {"wake_times_out": True})
    anna = an_hour_later(anna)

    assert [anna.status("GET", "lists") for _ in range(2)] == [504, 200]


def test_a_model_is_opened_and_closed_by_order_but_not_too_often(anna: Anaplan) -> None:
    """Keeping a model awake is against Anaplan's rules of fair use."""
    closed = anna.ask("POST", "close")
    after = step(anna)
    opened = [anna.ask("POST", "open") for _ in range(MOST_OPENINGS + 1)]

    assert (closed.status_code, closed.content, after[0]) == (204, b"", "Closed")
    assert (opened[0].status_code, opened[0].content, step(anna)[0]) == (202, b"", "Open")
    assert opened[-1].status_code == 404


@pytest.mark.parametrize(("method", "path"), [("POST", "?action=add"), ("POST", "?action=delete"), ("PUT", "")])
def test_a_deployed_model_refuses_changes_of_its_structure(anna: Anaplan, method: str, path: str) -> None:
    """Data may still be imported."""
    regions = f"lists/{anna.id_of('lists', 'Regions')}/items"
    anna.admin("POST", "settings", {"active_state": "PRODUCTION"})

    assert anna.status(method, regions + path, json={"items": []}) == 425
    assert anna.load("net.csv", "Net", "Line,Net", "L1,5")["successful"]


def test_a_file_that_is_overwritten_while_an_import_reads_it_may_be_mixed(anna: Anaplan) -> None:
    """Nobody locks a file, so a second upload must wait for the end of the import by itself."""
    anna.admin("POST", "settings", {"files_wait": False})
    path = f"files/{anna.id_of('files', 'net.csv')}"
    anna.status("POST", path, json={"chunkCount": 2})
    for index, text in enumerate(["Line,Net\nL1,1\n", "L2,2\n"]):
        anna.put(f"{path}/chunks/{index}", text)
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "settings", {"task_seconds": 10})
    task = anna.start("imports", "Net")
    anna.poll_until(task, "IN_PROGRESS")
    anna.status("POST", path, json={"chunkCount": 2})
    anna.put(f"{path}/chunks/0", "Line,Net\nL1,100\n")
    anna.admin("POST", "clock", {"advance": 10})
    anna.poll_until(task, "COMPLETE")

    assert {code: cells["Net"] for code, cells in anna.cells().items() if code in ("L1", "L2")} == {
        "L1": "100",
        "L2": "2",
    }
