"""The local home runs a workflow as AWS would, tells what happened, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from ml_connector import plain

from infra.local.home import Description, Home, LocalHome, attach
from infra.local.home.assembly import ROOT, Assembly
from tests.infra import tiny
from tests.infra.processes import gone, group, homes_of


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Assembly:
    return tiny.assembly(tmp_path_factory.mktemp("tiny"))


@pytest.fixture(scope="module")
def home(assembly: Assembly) -> Iterator[Home]:
    with LocalHome(assembly=assembly) as home:
        yield home


def test_an_error_is_retried_by_its_class_name(home: Home) -> None:
    """Retry rules name our error classes; under any other name the run would end at once."""
    run = home.run("tiny", {"raise": "VendorDown", "times": 1})
    told: list[str] = []

    ending = run.watch(lambda step: told.append(f"{step.kind} {step.name} {step.error or ''}".strip()), 20)

    assert ending.status == "SUCCEEDED"
    assert told == [
        "entered Work",
        "called work",
        "raised work VendorDown",
        "called work",
        "answered work",
        "left Work",
    ]


def test_an_error_is_caught_by_its_class_name(home: Home) -> None:
    """The same holds for Catch rules."""
    ending = home.run("tiny", {"raise": "ContractBroken"}).wait(20)

    assert (ending.status, ending.output) == ("SUCCEEDED", "ContractBroken")


def test_a_run_ends_with_the_error_that_nobody_caught(home: Home) -> None:
    """A person reads the class and the message, not the wrapping."""
    ending = home.run("tiny", {"raise": "SettingsWrong"}).wait(20)

    assert (ending.status, ending.error) == ("FAILED", "SettingsWrong")
    assert ending.message == "cause, proof and next step"


def test_a_function_that_takes_too_long_is_ended(home: Home) -> None:
    """Time-outs are real, under the name that Lambda gives them."""
    ending = home.run("tiny", {"sleep": 30}).wait(20)

    assert ending.error == "Sandbox.Timedout"


def test_a_function_keeps_its_process_and_thinks_in_utc(home: Home) -> None:
    """As in Lambda: what is kept in a module stays warm, and local time is no trap that only shows in production."""
    first, second = (home.run("tiny", {}).wait(20).output for _ in range(2))

    assert second["calls"] == first["calls"] + 1
    assert first["zone"] == "UTC"
    assert first["bucket"] == home.description.bucket


def test_a_run_that_is_not_over_in_time_is_told(home: Home) -> None:
    """Waiting for ever would hide that something hangs."""
    run = home.run("tiny", {"sleep": 1.5})

    with pytest.raises(TimeoutError, match=run.name):
        run.wait(0.1)


def test_what_functions_write_can_be_read(home: Home) -> None:
    """When a run fails, its logs are the evidence."""
    home.run("tiny", {}).wait(20)

    assert {line.function for line in home.function_logs()} == {"work"}


def test_another_process_can_use_a_home_by_its_description(home: Home) -> None:
    """One terminal holds the home, another one starts runs in it."""
    other = attach(plain.json(home.description))
    run = home.run("tiny", {})

    assert other.attach(run.arn).wait(20).status == "SUCCEEDED"


def test_policies_are_enforced_down_to_partition_keys(assembly: Assembly) -> None:
    """What a role does not grant is refused here too, so a run under enforcement proves that roles suffice."""
    with LocalHome(assembly=assembly, enforce_iam=True) as home:
        allowed = home.run("tiny", {"read": "CURSOR#UK#invoices"})
        refused = home.run("tiny", {"read": "RUN#r-1"})

        assert allowed.wait(20).status == "SUCCEEDED"
        assert "is not authorized to perform: dynamodb:GetItem" in str(refused.wait(20).message)


def test_nothing_is_left_of_a_home(assembly: Assembly) -> None:
    """Not a process, not a port, not a file."""
    before = homes_of(os.getpid())
    with LocalHome(assembly=assembly) as home:
        home.run("tiny", {}).wait(20)
        (leader,) = homes_of(os.getpid()) - before
        port = int(str(home.description.endpoint).rsplit(":", 1)[1])
        assert any("forkserver" in command for command in group(leader))

    assert group(leader) == []
    assert socket.socket().connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("names", ["TERM", "INT", "INT INT", "TERM INT", "KILL"])
def test_nothing_is_left_when_whoever_holds_it_is_ended(assembly: Assembly, tmp_path: Path, names: str) -> None:
    """In the middle of a run, pressed twice, or killed without a chance to clean up."""
    holder = subprocess.Popen(  # noqa: S603  (our own program)
        [sys.executable, "-m", "tests.infra.holder", str(assembly.folder)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert holder.stdout
        plain.read_json(Description, holder.stdout.readline())
        (leader,) = homes_of(holder.pid)

        for name in names.split():
            holder.send_signal(signal.Signals[f"SIG{name}"])
        holder.wait(20)
    finally:
        holder.kill()

    assert gone(leader)
    assert list(tmp_path.glob("ml-connector-home-*")) == []
