"""What can be told of a journal afterwards: by whom it was approved, what it was made of, what it took, unchanged."""

import json
from pathlib import Path
from typing import Any

import pytest
from ml_connector import plain

from infra.cli.main import main
from tests.workflows import plans
from tests.workflows.hooks import after_every
from tests.workflows.rig import Rig

KEY = "UK Forecast 2027-02 posted"


@pytest.fixture
def ask(loaded: Rig, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """An operator's command on the stage; its one JSON document."""
    home = tmp_path / "home.json"
    home.write_text(plain.json(loaded.home.description), encoding="utf-8")

    def command(*words: str, status: int = 0) -> Any:
        assert main([*words, "--json", "--home", str(home)]) == status
        return json.loads(capsys.readouterr().out)

    return command


def _events(story: Any, run: str) -> list[str]:
    (chapter,) = (one for one in story["chapters"] if one["run"] == run)
    return [event["what"] for event in chapter["events"]]


def test_every_journal_is_told_from_the_export_to_what_was_read_back(loaded: Rig, ask: Any) -> None:
    """An auditor holds Xero's journal in hand and asks where it comes from; nobody can have changed the answer."""
    plans.type_in(loaded, [plans.row(loaded, "469", "6001", "Feb 27")])
    first = plans.run(loaded, "posted")
    (before,) = ask("trace", KEY)["journals"]
    old = before["links"]["1"].rpartition("=")[2]
    plans.type_in(loaded, [plans.row(loaded, "469", "6002", "Feb 27")])
    second = plans.run(loaded, "posted")
    third = plans.run(loaded, "posted")

    (by_id,) = ask("trace", old)["journals"]
    (by_key,) = ask("trace", KEY)["journals"]

    assert by_id == by_key
    assert _events(by_id, first.run) == ["exported", "planned", *["posted", "read back"] * 2]
    assert _events(by_id, second.run) == ["exported", "planned", *["posted", "read back"] * 2, *["withdrawn"] * 2]
    assert _events(by_id, third.run) == ["exported", "planned", "unchanged"]
    for run in (first, second, third):
        (verdict,) = ask("audit", "verify", run.run)["runs"]
        assert (verdict["findings"], verdict["closed"], verdict["parts"]) == ([], True, 2)


def test_a_journal_that_was_settled_by_a_function_that_died_is_told_as_posted_by_its_run(loaded: Rig, ask: Any) -> None:
    """The repeated step finds everything done; that must not look as if an earlier run had done it."""
    plans.type_in(loaded, [plans.row(loaded, "469", "6003", "Mar 27")])
    deaths = [lambda: loaded.workers.kill("post_journal")]
    with after_every(loaded.xero, "PUT", "/History", lambda: deaths.pop()() if deaths else None):
        told = plans.run(loaded, "posted")

    (story,) = ask("trace", "uk forecast 2027-03 posted")["journals"]
    shown = ask("runs", "show", told.run)
    listed = next(one for one in ask("runs", "list", "--limit", "5")["runs"] if one["run"] == told.run)

    assert told.succeeded, told.why
    assert deaths == []
    assert _events(story, told.run)[2:] == ["posted", "read back"] * 2
    assert [one["result"] for one in shown["journals"]] == ["posted"]
    assert (listed["proven"], listed["loads"], listed["cost"]["rows"]) == (1, 1, 1)
    assert listed["cost"]["xero_calls"] == shown["counts"]["xero_calls"] > 6
    assert listed["cost"]["dollars"] > 0
