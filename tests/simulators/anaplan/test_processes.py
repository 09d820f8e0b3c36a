"""Processes: several actions in a row, none of them undone by the next (behaviour 28)."""

import pytest

from tests.simulators.anaplan.client import Anaplan, until, values_of

HEADER = "Line,Region,Day,Month,Net,Tax,Gross,Note,Open,Unused"


def test_a_clean_process_is_one_nested_result_per_action(anna: Anaplan) -> None:
    """In order, by the actions' ids, and without details: there is nothing to look into."""
    anna.upload("sales.csv", f"{HEADER}\nL7,N,,,5,,,,,\n")
    result = anna.run("processes", "Load sales")["result"]

    assert (result["successful"], result["failureDumpAvailable"]) == (True, False)
    assert [one["objectId"] for one in result["nestedResults"]] == [
        anna.id_of("imports", "Lines"),
        anna.id_of("imports", "Sales"),
    ]
    assert all(one["successful"] and "details" not in one for one in result["nestedResults"])
    assert anna.cells()["L7"]["Net"] == "5", "the list's new item was there for the module's import"


def test_clean_details_are_shown_by_switch(anna: Anaplan) -> None:
    """In case Anaplan shows them elsewhere."""
    anna.admin("POST", "settings", {"clean_nested_details": True})
    anna.upload("sales.csv", f"{HEADER}\nL7,N,,,5,,,,,\n")
    result = anna.run("processes", "Load sales")["result"]

    assert [one["details"][0]["type"] for one in result["nestedResults"]] == [
        "hierarchyRowsProcessed",
        "lineItemRowsProcessed",
    ]


def test_a_nested_result_with_failures_has_details_and_a_dump_of_its_own(anna: Anaplan) -> None:
    """Below /dumps/{objectId}, not below /dump."""
    anna.upload("sales.csv", f"{HEADER}\nL7,Nowhere,,,5,,,,,\nL8,N,,,6,,,,,\n")
    task = anna.start("processes", "Load sales")
    anna.wait_for_model()
    clean, broken = anna.poll(task)["result"]["nestedResults"]

    assert (clean["failureDumpAvailable"], broken["failureDumpAvailable"]) == (False, True)
    assert broken["successful"]
    assert values_of(broken["details"][0])["failedCount"] == "1"
    chunks = f"{task}/dumps/{broken['objectId']}/chunks"
    assert anna.get(chunks)["chunks"] == [{"id": "0", "name": "Chunk 0"}]
    assert "L7,Nowhere" in anna.ask("GET", f"{chunks}/0").text
    assert anna.status("GET", f"{task}/dumps/{clean['objectId']}/chunks") == 404
    assert anna.status("GET", f"{task}/dump/chunks") == 404


@pytest.mark.parametrize(("goes_on", "ran"), [(True, 2), (False, 1)], ids=["goes on", "stops"])
def test_a_failed_action_may_be_followed_by_the_next(anna: Anaplan, goes_on: bool, ran: int) -> None:  # noqa: FBT001 - a case
    """Undocumented, so a switch. The process as a whole has failed either way."""
    anna.admin("POST", "settings", {"process_goes_on": goes_on})
    anna.upload("sales.csv", f"{HEADER}\n")
    anna.upload("net.csv", "Line,Net\nL1,5\n")
    task = anna.run("processes", "Names, then net")

    assert not task["result"]["successful"]
    assert task["currentStep"] == "Failed."
    assert len(task["result"]["nestedResults"]) == ran
    assert anna.cells()["L1"]["Net"] == ("5" if goes_on else "0")


def test_an_action_is_not_undone_by_the_failure_of_the_next(anna: Anaplan) -> None:
    """Processes are not atomic."""
    anna.upload("sales.csv", f"{HEADER}\n")
    anna.upload("net.csv", "Line,Net\nL1,5\n")
    result = anna.run("processes", "Net, then names")["result"]

    assert [one["successful"] for one in result["nestedResults"]] == [True, False]
    assert anna.cells()["L1"]["Net"] == "5"


def test_a_cancelled_process_is_undone_from_the_action_that_was_running(anna: Anaplan) -> None:
    """What was done before stays done."""
    anna.upload("net.csv", "Line,Net\nL1,5\n")
    anna.upload("sales.csv", f"{HEADER}\nL7,N,,,5,,,,,\n")
    anna.admin("POST", "clock", {"speed": 0})
    anna.admin("POST", "settings", {"task_seconds": 10})
    task = anna.start("processes", "Load sales")
    anna.poll_until(task, "IN_PROGRESS")
    anna.admin("POST", "clock", {"advance": 6})
    until(lambda: "L7" in anna.names("Lines"))
    anna.ask("DELETE", task)
    result = anna.poll_until(task, "CANCELLED")["result"]

    assert [one["objectName"] for one in result["nestedResults"]] == ["Lines"]
    assert anna.cells()["L7"]["Net"] == "0"


def test_times_of_nested_results_are_told_if_asked(anna: Anaplan) -> None:
    """As text."""
    anna.upload("sales.csv", f"{HEADER}\n")
    nested = anna.run("processes", "Load sales", includeProcessDetails="true")["result"]["nestedResults"]

    assert all(isinstance(one["startTime"], str) and isinstance(one["duration"], str) for one in nested)
