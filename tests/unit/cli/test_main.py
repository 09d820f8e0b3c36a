"""The command line teaches, refuses what makes no sense, and keeps stdout for what was asked for."""

import json
import socket
from pathlib import Path

import pytest

from infra.cli.main import main
from infra.local.home.lifecycle import DEMO

COMMANDS = [
    "budget compare",
    "budget verify",
    "demo",
    "journal approve",
    "journal status",
    "local run actuals",
    "local run plan",
    "local up",
    "locks",
    "redrive",
    "run actuals",
    "run plan",
    "runs list",
    "runs show",
    "settings check",
    "simulate anaplan",
    "simulate xero",
    "trace",
]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_gives_examples_and_tells_exit_statuses(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever reads it can go on without any other page."""
    assert main([*command.split(), "--help"]) == 0

    told = capsys.readouterr().out
    assert f"ml-connector {command}" in told
    assert "Example" in told
    assert "Exit status: 0" in told


@pytest.mark.parametrize(
    "command",
    [
        "settings chek",
        "local run actuals --since yesterday",
        "local run actuals --settings nowhere.yaml",
        "local run actuals --credentials nowhere.yaml",
        "local run actuals --xero-data nowhere",
        "local run actuals --entity FR",
        "local run actuals --dataset invoice",
        "local run plan nothing-of-this-name",
        "local run plan --settings nowhere.yaml",
        "runs list --home nowhere.json",
        "simulate xero --port 70000",
        "simulate xero --data nowhere",
        "simulate anaplan --data nowhere",
        "demo --scale 0",
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_starts(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the status for wrong usage, on stderr, and with a way out."""
    assert main(command.split()) == 2

    told = capsys.readouterr()
    assert told.out == ""
    assert "cause" in told.err
    assert "next step" in told.err


def test_a_refusal_is_one_json_document_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """A program that asked for JSON gets JSON, whatever happens."""
    for command in ("local run actuals --entity FR --json", "settings chek --json"):
        assert main(command.split()) == 2
        assert json.loads(capsys.readouterr().out).keys() == {"error", "cause", "next_step"}


def test_without_any_command_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """It is what somebody types first."""
    assert main([]) == 2

    told = capsys.readouterr()
    assert "Commands" in told.out + told.err
    assert "next step" not in told.err


def test_settings_are_told_as_they_were_understood(capsys: pytest.CaptureFixture[str]) -> None:
    """A person compares this with what they meant."""
    assert main(["settings", "check", str(DEMO)]) == 0
    told = capsys.readouterr().out
    assert all(word in told for word in ("UK", "NZD", "Xero Data Hub", "Load Xero invoices", "Europe/London"))

    assert main(["settings", "check", str(DEMO), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [one["entity"] for one in document["entities"]] == ["UK", "NZ"]


def test_every_mistake_in_settings_is_told_with_its_path(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One round of corrections instead of one per mistake."""
    text = DEMO.read_text(encoding="utf-8").replace("base_currency: GBP", "base_curency: GBP")
    file = tmp_path / "firm.yaml"
    file.write_text(text.replace("model: hub\n", "model: hubb\n", 1), encoding="utf-8")

    assert main(["settings", "check", str(file)]) == 2

    told = capsys.readouterr().err
    assert "entities.UK.base_curency: no such setting; did you mean base_currency?" in told
    assert "entities.UK.base_currency: missing" in told


def test_a_port_that_is_taken_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the simulator has read a single file."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert main(["simulate", "xero", "--port", str(taken.getsockname()[1])]) == 2

    assert "Address already in use" in capsys.readouterr().err
