"""The command line as an operator uses it: real processes, real stages, and nothing left of them afterwards."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import requests

from infra.local.demo.operator import AnaplanOperator
from infra.local.firm import write
from infra.local.home.assembly import ROOT
from infra.local.home.lifecycle import DEMO
from infra.local.vendors.xero.wire import exact
from tests.infra.processes import gone, homes_of

COMMAND = [sys.executable, "-c", "from infra.cli.main import run; run()"]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "ML_CONNECTOR"))}


def begin(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603  (our own command)
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(*arguments: str, status: int = 0) -> tuple[str, str]:
    """Stdout and stderr of a command that ends with this status."""
    process = begin(*arguments)
    out, err = process.communicate(timeout=90)
    assert process.returncode == status, err
    return out, err


def as_json(text: str) -> Any:
    """The one document on stdout."""
    assert text.count("\n") == 1
    return json.loads(text)


def first_line(process: subprocess.Popen[str]) -> Any:
    assert process.stdout
    return json.loads(process.stdout.readline())


@pytest.fixture(scope="module")
def simulators() -> Iterator[tuple[Any, Any]]:
    """What both simulators said of themselves; each goes when it is told to, and says nothing more."""
    processes = [begin("simulate", vendor) for vendor in ("xero", "anaplan")]
    yield first_line(processes[0]), first_line(processes[1])
    for process, end in zip(processes, (signal.SIGTERM, signal.SIGINT), strict=True):
        process.send_signal(end)
        assert process.communicate(timeout=10) == ("", "")
        assert process.returncode == 0


@pytest.fixture
def elsewhere(simulators: tuple[Any, Any], tmp_path: Path) -> list[str]:
    """Settings that point to those simulators, and their logins."""
    xero, anaplan = simulators
    hosts = {
        "xero_api": xero["api"],
        "xero_identity": xero["identity"],
        "anaplan_api": anaplan["api"],
        "anaplan_auth": anaplan["auth"],
    }
    settings, logins = tmp_path / "firm.yaml", tmp_path / "logins.json"
    settings.write_text(f"{DEMO.read_text(encoding='utf-8')}\nendpoints: {json.dumps(hosts)}\n", encoding="utf-8")
    logins.write_text(
        json.dumps(
            {
                "xero": {name: xero[name] for name in ("client_id", "client_secret", "refresh_token")},
                "anaplan": {name: anaplan[name] for name in ("email", "password")},
            }
        ),
        encoding="utf-8",
    )
    return ["--settings", str(settings), "--credentials", str(logins)]


def test_the_demo_proves_itself() -> None:
    """The first thing that anybody runs: every row accounted for, every edit seen, the model equal to the books."""
    out, err = finish("demo", "--scale", "0.05", "--json")
    told = as_json(out)

    assert (told["well"], told["problems"]) == (True, [])
    assert len(told["edits"]) == 5
    assert {change["edit"] for change in told["changes"]} == {0, 1, 2, 3, 4}
    assert {row["entity"] for row in told["months"]} == {"UK", "NZ"}
    assert all(Decimal(row["books"]) == Decimal(row["model"]) for row in [*told["months"], *told["totals"]])
    assert told["first_load"]["accounted"]
    assert sum(result["rows_sent"] for result in told["delta"]["results"]) < 20
    assert "Commit" in err


@dataclass(frozen=True)
class Up:
    """A home that another command holds, and the options by which it is found."""

    described: Any
    found_by: tuple[str, ...]


@pytest.fixture(scope="module")
def up(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Up]:
    """One line of its data has no account, and one date lies outside the model's calendar."""
    folder = tmp_path_factory.mktemp("up")
    _, nz = write(folder, scale=0.02)
    _spoil(nz / "invoices.json")
    process = begin("local", "up", "--xero-data", str(nz))
    described = first_line(process)
    (folder / "home.json").write_text(json.dumps(described), encoding="utf-8")
    (leader,) = homes_of(process.pid)
    yield Up(described, ("--home", str(folder / "home.json")))
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=20)[0] == ""
    assert (process.returncode, gone(leader)) == (0, True)


def test_a_run_in_a_home_that_is_up_can_be_looked_at_afterwards(up: Up) -> None:
    """One terminal holds the home; others start runs in it and look at them."""
    report = as_json(finish("run", "actuals", "--dataset", "accounts", "--json", *up.found_by)[0])
    shown = as_json(finish("runs", "show", report["run"], "--json", *up.found_by)[0])

    assert up.described["vendors"]["xero_admin"].startswith("http://127.0.0.1:")
    assert (report["status"], report["accounted"]) == ("SUCCEEDED", True)
    assert shown["results"] == report["results"]
    assert [stage["state"] for stage in shown["stages"]] == ["done"] * 6


def test_rows_that_did_not_arrive_are_told_with_their_reasons(up: Up) -> None:
    """Those that were not sent, and those that Anaplan says it has taken and does not hold."""
    lost = {"import": "Bill lines data", "rows": 1_000}
    requests.post(f"{up.described['vendors']['anaplan_admin']}/drop-rows", json=lost, timeout=5).raise_for_status()

    out, err = finish("run", "actuals", "--dataset", "invoices", "--dataset", "bills", *up.found_by, status=1)

    assert "FAILED" in out
    assert "the line has an amount but no account" in out
    assert "the model's time goes from" in out
    assert "RowsNotProven" in err
    assert "with other figures" in err


def test_a_run_that_failed_at_once_is_listed_as_failed(up: Up) -> None:
    """Although it had no chance to say so itself."""
    _, refused = finish("run", "actuals", "--entity", "FR", *up.found_by, status=1)
    listed = as_json(finish("runs", "list", "--limit", "1", "--json", *up.found_by)[0])

    assert "There is no entity 'FR'" in refused
    assert [run["status"] for run in listed["runs"]] == ["FAILED"]


def test_a_run_goes_to_the_servers_that_settings_name_and_keeps_the_rotated_token(
    elsewhere: list[str], simulators: tuple[Any, Any]
) -> None:
    """Nothing is simulated behind the operator's back, and the file with the logins works again tomorrow."""
    logins = Path(elsewhere[-1])
    old = json.loads(logins.read_text(encoding="utf-8"))["xero"]["refresh_token"]
    out, _ = finish("local", "run", "actuals", "--entity", "NZ", "--dataset", "accounts", "--json", *elsewhere)
    report = as_json(out)

    assert (report["status"], report["accounted"]) == ("SUCCEEDED", True)
    assert {result["entity"] for result in report["results"]} == {"NZ"}
    assert json.loads(logins.read_text(encoding="utf-8"))["xero"]["refresh_token"] not in ("", old)
    assert len(AnaplanOperator(simulators[1]["admin"]).contents().members["Accounts"]) == 49


def test_a_wrong_password_fails_the_run_in_words(elsewhere: list[str]) -> None:
    """Error, cause, next step and run id; no stack trace, no password."""
    logins = Path(elsewhere[-1])
    logins.write_text(logins.read_text(encoding="utf-8").replace("made-up-for", "not-made-up-for"), encoding="utf-8")
    out, err = finish("local", "run", "actuals", "--json", *elsewhere, status=1)
    report = as_json(out)

    assert (report["status"], report["accounted"], report["error"]) == ("FAILED", False, "BadCredentials")
    assert report["run"] in err
    assert "next step" in err
    assert "Traceback" not in err + out
    assert "not-made-up-for" not in err + out


def test_nothing_is_left_of_a_run_that_is_interrupted() -> None:
    """Pressed in the middle, and pressed again."""
    process = begin("local", "run", "actuals")
    assert process.stderr
    for line in process.stderr:
        if line.startswith("Prepare"):
            break
    (leader,) = homes_of(process.pid)
    for _ in range(2):
        process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)

    assert process.returncode == 130
    assert gone(leader)


def _spoil(file: Path) -> None:
    invoices = exact.loads(file.read_bytes())["Invoices"]
    live = [one for one in invoices if one["Status"] in ("AUTHORISED", "PAID") and "AccountID" in one["LineItems"][0]]
    for line in live[0]["LineItems"]:
        line.pop("AccountID", None)
        line.pop("AccountCode", None)
    live[1].update(Date="/Date(1330560000000+0000)/", DateString="2012-03-01T00:00:00")
    file.write_text(exact.dumps({"Invoices": invoices}), encoding="utf-8")
