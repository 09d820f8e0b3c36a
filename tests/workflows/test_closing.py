"""However a run ends, nothing of it stays in the way, and a redrive brings it to the end it would have had."""

import time
from datetime import UTC, datetime

import pytest
from ml_connector.stores.runs import RunStore

from infra.cli.archive import Archive, table_of
from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.closings import closed, closings, events_lost, tell_again, time_limit
from tests.workflows.compare import same_figures
from tests.workflows.hooks import before
from tests.workflows.rig import Rig

START, LOOK = r"/processes/\d+/tasks$", r"/tasks/[0-9A-F]{32}$"


def edit(rig: Rig) -> None:
    edits.copied(rig.books("UK"), edits.documents(rig.books("UK"))[0])


def stopped_at(rig: Rig, method: str, path: str) -> str:
    """A run that somebody stops right before Anaplan is asked this; its id."""
    run = rig.start("UK", datasets=["invoices"])
    with before(rig.anaplan, method, path, lambda: run.stop("changed my mind")):
        assert rig.finish(run).ending.status == "ABORTED"
    return run.name


def test_a_stopped_run_keeps_the_model_until_its_import_has_ended_and_no_longer(loaded: Rig) -> None:
    """Nobody may write into an import that still runs; nobody should wait for longer than two looks at it."""
    edit(loaded)
    loaded.anaplan.tenant.switches.change({"task_seconds": 2.0})
    ended: list[float] = []
    run = stopped_at(loaded, "GET", LOOK)
    assert loaded.kept.holder() == run
    while loaded.live.queue.running:
        assert loaded.kept.holder() == run
        time.sleep(0.01)
    ended.append(time.monotonic())
    while loaded.kept.holder():
        time.sleep(0.01)

    assert time.monotonic() - ended[0] < 2 * max(loaded.settings.anaplan.poll_seconds)
    closed(loaded.home, run)
    header = Archive(loaded.home).recent(1)[0]
    assert (header.run, header.status, header.closed) == (run, "ABORTED", 0)
    assert header.reason == "Aborted: changed my mind"
    loaded.calm()
    told = loaded.run("UK", datasets=["invoices"])
    assert told.succeeded, told.why
    same_figures(loaded, "UK", "invoices")


@pytest.mark.parametrize(
    "place", [("POST", r"/files/\d+$"), ("POST", START), ("GET", LOOK)], ids="upload start look".split()
)
def test_a_stopped_run_is_redriven_to_the_end_it_would_have_had(loaded: Rig, place: tuple[str, str]) -> None:
    """The import is started once, and the model is free afterwards."""
    edit(loaded)
    known = loaded.tasks("Load Xero invoices")
    run = stopped_at(loaded, *place)
    closed(loaded.home, run)

    told = loaded.redrive(run)

    assert told.succeeded, told.why
    assert loaded.tasks("Load Xero invoices") == known + 1
    assert loaded.kept.holder() is None
    same_figures(loaded, "UK", "invoices")
    assert Archive(loaded.home).recent(1)[0].status == "SUCCEEDED"


def test_an_event_that_comes_twice_or_late_frees_nobody_elses_model(loaded: Rig) -> None:
    """Events are delivered at least once and in any order."""
    edit(loaded)
    run = loaded.attach(stopped_at(loaded, "POST", START))
    closed(loaded.home, run.name)

    def late() -> None:
        tell_again(loaded.home, run, status="ABORTED", redriveCount=0)

    late()
    with before(loaded.anaplan, "GET", LOOK, late):
        told = loaded.redrive(run.name)

    assert told.succeeded, told.why
    assert len(closings(loaded.home, run.name)) == 3
    late()
    assert Archive(loaded.home).recent(1)[0].status == "SUCCEEDED"
    assert loaded.kept.holder() is None


def test_when_the_event_is_lost_the_next_run_sees_the_end_of_the_import_first(loaded: Rig) -> None:
    """Otherwise its upload would be mixed with what an abandoned import still reads."""
    edit(loaded)
    loaded.anaplan.tenant.switches.change({"task_seconds": 6.0})
    with events_lost(loaded.home):
        abandoned = stopped_at(loaded, "GET", LOOK)
    loaded.kept.lease_runs_out()
    edit(loaded)
    uploads: list[bool] = []

    def see() -> None:
        uploads.append(loaded.live.queue.running is not None)
        loaded.anaplan.tenant.switches.change({"task_seconds": 0.0})

    with before(loaded.anaplan, "POST", r"/files/\d+$", see):
        told = loaded.run("UK", datasets=["invoices"])

    assert told.succeeded, told.why
    assert uploads == [False]
    assert any(f"run {abandoned} let its lease" in message for message in told.messages())
    header = RunStore(table_of(loaded.home), lambda: datetime.now(UTC)).header(abandoned)
    assert header is not None
    assert header.status == "FAILED"
    assert "nobody told of its end" in str(header.reason)
    same_figures(loaded, "UK", "invoices")


def test_a_run_that_another_one_has_overtaken_cannot_be_redriven_into_the_model(loaded: Rig) -> None:
    """Its rows are older than what the model holds now; the console's button asks nobody."""
    edit(loaded)
    run = stopped_at(loaded, "POST", r"/files/\d+$")
    closed(loaded.home, run)
    document = edits.documents(loaded.books("UK"))[-1]
    edits.changed(loaded.books("UK"), document, Reference=f"later {datetime.now(UTC)}")
    newer = loaded.run("UK", datasets=["invoices"])
    assert newer.succeeded, newer.why

    told = loaded.redrive(run)

    assert told.ending.error == "Overtaken"
    assert newer.run in told.why
    closed(loaded.home, run, times=2)
    assert loaded.kept.holder() is None
    same_figures(loaded, "UK", "invoices")


def test_a_failure_that_was_mended_is_redriven_at_the_step_that_failed(loaded: Rig) -> None:
    """What has been pulled and mapped is not asked again of Xero."""
    edit(loaded)
    loaded.anaplan.faults.add(Fault(method="POST", path=r"/files/\d+$", status=422, times=1))
    told = loaded.run("UK", datasets=["invoices"])
    assert told.ending.error == "SettingsWrong"
    closed(loaded.home, told.run)
    assert "422" in str(Archive(loaded.home).recent(1)[0].reason)
    last = loaded.xero_last()

    again = loaded.redrive(told.run)

    assert again.succeeded, again.why
    assert loaded.xero_last() == last
    same_figures(loaded, "UK", "invoices")


def test_a_redrive_trusts_no_file_that_somebody_else_may_have_written_since(loaded: Rig) -> None:
    """The companies share the files of the model: the import would load the other one's rows as ours."""
    edit(loaded)
    loaded.anaplan.faults.add(Fault(method="POST", path=START, status=422))
    told = loaded.run("UK", datasets=["invoices"])
    assert told.ending.error == "SettingsWrong"
    closed(loaded.home, told.run)
    edits.copied(loaded.books("NZ"), edits.documents(loaded.books("NZ"))[0])
    assert loaded.run("NZ", datasets=["invoices"]).succeeded

    again = loaded.redrive(told.run)

    assert again.succeeded, again.why
    assert again.called("upload_chunks") > told.called("upload_chunks")
    same_figures(loaded, "UK", "invoices")
    same_figures(loaded, "NZ", "invoices")


def test_a_run_that_takes_too_long_is_closed_and_can_be_redriven(loaded: Rig) -> None:
    """Nobody has raised anything: the flow's own time is over, while an import still runs."""
    edit(loaded)
    known = loaded.tasks("Load Xero invoices")
    loaded.anaplan.tenant.switches.change({"task_seconds": 4.0})
    with time_limit(loaded.home, "actuals", 4):
        told = loaded.run("UK", datasets=["invoices"])
    assert told.ending.status == "TIMED_OUT"
    closed(loaded.home, told.run)
    loaded.calm()
    assert loaded.kept.holder() is None
    assert Archive(loaded.home).header(told.run).status == "TIMED_OUT"

    again = loaded.redrive(told.run)

    assert again.succeeded, again.why
    assert loaded.tasks("Load Xero invoices") == known + 1
    same_figures(loaded, "UK", "invoices")
