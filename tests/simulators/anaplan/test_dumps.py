"""Failure dumps (behaviour 27)."""

import csv
import io

from tests.simulators.anaplan.client import Anaplan

BAD = ("Line,Net,More", "L1,5,a", 'L8,oops,"x, y"', "L9,1,b")
HOURS_49 = 49 * 3600


def broken_run(anna: Anaplan) -> str:
    anna.upload("net.csv", "\n".join(BAD))
    task = anna.start("imports", "Net")
    anna.wait_for_model()
    assert anna.poll(task)["result"]["failureDumpAvailable"]
    return task


def test_a_dump_is_the_bad_rows_with_their_reasons(anna: Anaplan) -> None:
    """Source columns first, then as many error columns as the worst row has; good rows are not in it."""
    task = broken_run(anna)
    rows = list(csv.reader(io.StringIO(anna.ask("GET", f"{task}/dump/chunks/0").text)))

    assert rows[0] == ["Line", "Net", "More", "__Error__0", "__Error__1"]
    assert [row[:3] for row in rows[1:]] == [["L8", "oops", "x, y"], ["L9", "1", "b"]]
    assert rows[1][3:] == ['Invalid list item in "Line": "L8"', 'Incorrect data type for "Net": "oops"']
    assert rows[2][3:] == ['Invalid list item in "Line": "L9"', ""]
    assert [chunk["id"] for chunk in anna.get(f"{task}/dump/chunks")["chunks"]] == ["0"]
    assert anna.ask("GET", f"{task}/dump").text == anna.ask("GET", f"{task}/dump/chunks/0").text


def test_a_dump_is_cut_into_chunks_of_10_mb(anna: Anaplan) -> None:
    """They join to the whole."""
    rows = "".join(f"X{number},{'9' * 5_000}\n" for number in range(4_100))
    anna.upload("net.csv", f"Line,Net\n{rows}")
    task = anna.start("imports", "Net")
    anna.wait_for_model()
    parts = [anna.ask("GET", f"{task}/dump/chunks/{number}").content for number in range(3)]

    assert len(anna.get(f"{task}/dump/chunks")["chunks"]) == 3
    assert [len(part) for part in parts[:2]] == [10_000_000, 10_000_000]
    assert b"".join(parts) == anna.ask("GET", f"{task}/dump").content
    assert anna.status("GET", f"{task}/dump/chunks/3") == 404


def test_only_the_newest_erring_run_is_keeping_its_dump(anna: Anaplan) -> None:
    """The older task still says that there is one."""
    older, newer = broken_run(anna), broken_run(anna)

    assert anna.poll(older)["result"]["failureDumpAvailable"]
    assert anna.status("GET", f"{older}/dump/chunks") == 404
    assert anna.status("GET", f"{newer}/dump/chunks") == 200


def test_a_dump_is_private(anna: Anaplan, ben: Anaplan) -> None:
    """Another user's run of the same import neither shows nor removes it."""
    task = broken_run(anna)
    ben.load("net.csv", "Net", "Line,Net", "L1,5")

    assert ben.status("GET", f"{task}/dump/chunks") == 404
    assert anna.status("GET", f"{task}/dump/chunks") == 200


def test_a_dump_is_gone_after_a_clean_run(anna: Anaplan) -> None:
    """So a client saves it at once; a failed import is no clean run."""
    task = broken_run(anna)
    anna.load("net.csv", "Net", "Wrong", "x")
    assert anna.status("GET", f"{task}/dump/chunks") == 200
    anna.load("net.csv", "Net", "Line,Net", "L1,5")

    assert anna.status("GET", f"{task}/dump/chunks") == 404


def test_a_dump_is_gone_48_hours_after_its_last_use(anna: Anaplan) -> None:
    """And not before."""
    task = broken_run(anna)
    for hours, status in ((47, 200), (47, 200), (49, 404)):
        anna.admin("POST", "clock", {"advance": hours * 3600})
        late = Anaplan(anna.url, anna.base.partition("/2/0/")[2], anna.user)
        assert late.status("GET", f"{task}/dump/chunks") == status


def test_a_clean_task_is_without_a_dump(anna: Anaplan) -> None:
    """404, also for the chunks of a task that runs or never was."""
    task = anna.start("imports", "Net")

    assert anna.status("GET", f"{task}/dump/chunks/0") == 404
    assert anna.status("GET", f"{task[:-1]}/dump/chunks") == 404
