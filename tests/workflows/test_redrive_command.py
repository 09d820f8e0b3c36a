"""What an operator does about a run that ended badly, at the command line."""

import json
from pathlib import Path
from typing import Any

import pytest
from ml_connector import plain

from infra.cli.main import main
from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.closings import closed, events_lost
from tests.workflows.compare import same_figures
from tests.workflows.hooks import before
from tests.workflows.rig import Rig
from tests.workflows.test_replay import replay

BEGIN = r"/files/\d+$"


class Operator:
    """Somebody with the command line."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._home, self._capsys = home, capsys

    def does(self, *arguments: str, status: int = 0) -> Any:
        """Do something that ends with this status; the JSON it prints."""
        self._capsys.readouterr()
        assert main([*arguments, "--json", "--home", str(self._home)]) == status
        return json.loads(self._capsys.readouterr().out.splitlines()[-1])


@pytest.fixture
def operator(loaded: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Operator:
    file = tmp_path / "home.json"
    file.write_text(plain.json(loaded.home.description), encoding="utf-8")
    return Operator(file, capsys)


def failed(rig: Rig) -> str:
    """A run that failed at Anaplan, for a reason that is gone now; its id."""
    edits.copied(rig.books("UK"), edits.documents(rig.books("UK"))[0])
    rig.anaplan.faults.add(Fault(method="POST", path=BEGIN, status=422))
    told = rig.run("UK", datasets=["invoices"])
    assert told.ending.error == "SettingsWrong"
    closed(rig.home, told.run)
    return told.run


def test_a_redrive_says_what_it_does_and_brings_the_run_to_its_end(loaded: Rig, operator: Operator) -> None:
    """The operator need not know the console."""
    run = failed(loaded)

    check = operator.does("redrive", run, "--check")
    done = operator.does("redrive", run)
    again = operator.does("redrive", run, status=2)

    assert (check["attempt"], check["objections"]) == (1, [])
    assert any("oad" in state for state in check["again"])
    assert (done["status"], done["accounted"]) == ("SUCCEEDED", True)
    assert "ended well" in again["cause"]
    same_figures(loaded, "UK", "invoices")


def test_a_redrive_that_makes_no_sense_is_refused_with_the_reason(loaded: Rig, operator: Operator) -> None:
    """Older figures must not be loaded over newer ones, and nobody should wait for a refusal in the middle."""
    run = failed(loaded)
    newer = loaded.run("UK", datasets=["invoices"])
    assert newer.succeeded, newer.why

    refused = operator.does("redrive", run, status=2)
    unknown = operator.does("redrive", "no-such-run", status=2)

    assert f"run {newer.run} has moved the cursor of UK invoices past it" in refused["cause"]
    assert "knows no run" in unknown["cause"]


def test_a_redrive_over_what_a_replay_has_loaded_is_refused(loaded: Rig, operator: Operator) -> None:
    """It moves no cursor, and yet the model is ahead; the console's button asks nobody, so the step refuses as well."""
    run = failed(loaded)
    period = str(edits.documents(loaded.books("UK"))[0]["DateString"])[:7]
    newer = replay(loaded, "UK", "invoices", period=period, resend=True)
    assert newer.succeeded, newer.why

    refused = operator.does("redrive", run, status=2)
    again = loaded.redrive(run)

    assert f"run {newer.run} has loaded UK invoices since" in refused["cause"]
    assert again.ending.error == "Overtaken"
    assert newer.run in again.why
    closed(loaded.home, run, times=2)
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_a_lock_that_nobody_lets_go_of_is_shown_and_broken_in_order(loaded: Rig, operator: Operator) -> None:
    """As if the event of the run's end had come after all; under a running holder it is refused."""
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    run = loaded.start("UK", datasets=["invoices"])
    while_running: list[Any] = []

    def try_and_stop() -> None:
        model = f"{loaded.live.model.workspace.id}/{loaded.live.model.id}"
        while_running.append(operator.does("locks", "--break", model, "--yes", status=2))
        run.stop("changed my mind")

    with events_lost(loaded.home), before(loaded.anaplan, "POST", BEGIN, try_and_stop):
        loaded.finish(run)
    (lock,) = operator.does("locks")["locks"]
    broken = operator.does("locks", "--break", lock["model"], "--yes")

    assert "is under way" in while_running[0]["cause"]
    assert (lock["run"], lock["status"], lock["purpose"]) == (run.name, "ABORTED", "upload UK invoices")
    assert broken["locks"] == []
    assert operator.does("runs", "list", "--limit", "1")["runs"][0]["status"] == "ABORTED"
