"""Ten functions find the same old token at the same time, on the local home: one of them renews it."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from werkzeug.wrappers import Request, Response

from infra.local.home import Home
from infra.local.stage import Stage
from infra.local.vendors.common.server import Running

SECRET = "ml-connector/xero/group"
FUNCTIONS = 10
_EXPIRED = "2026-11-01T00:00:00+00:00"


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage() as stage:
        yield stage


def age(stage: Stage) -> None:
    """Let every function find a token that is long past."""
    assert stage.xero is not None
    told = stage.xero.description()
    login = {name: told[name] for name in ("client_id", "client_secret", "refresh_token")}
    stage.home.put_credentials(SECRET, {**login, "access_token": "old", "expires_at": _EXPIRED})
    stage.xero.simulator.state.clock.advance(timedelta(hours=1))  # so that what warm functions hold is old too
    stage.xero.simulator.state.journal.clear()


def call(home: Home, function: str, event: dict[str, Any]) -> dict[str, Any]:
    """What a function answers, or how it failed."""
    functions = home.client("lambda").list_functions()["Functions"]
    (name,) = [one["FunctionName"] for one in functions if one["Handler"] == f"{function}.handler"]
    answer = home.client("lambda").invoke(FunctionName=name, Payload=json.dumps(event).encode())
    document: dict[str, Any] = json.loads(answer["Payload"].read())
    return document


def pull(home: Home, number: int) -> dict[str, Any]:
    """One function's work: the organisation of one of both entities."""
    what = {"entity": ("UK", "NZ")[number % 2], "dataset": "organisation", "since": None}
    event = {"run": f"single-{uuid4().hex[:8]}", "attempt": 0, "pull": what}
    return call(home, "pull_pages", event)


def pull_at_once(home: Home, functions: int) -> list[dict[str, Any]]:
    home.client("lambda")  # made once, before threads share it
    with ThreadPoolExecutor(functions) as pool:
        return list(pool.map(lambda number: pull(home, number), range(functions)))


def renewals(xero: Running[Any]) -> int:
    return sum(entry.path == "/connect/token" for entry in xero.simulator.state.journal.entries(0))


def version_before(home: Home) -> dict[str, Any]:
    """What the secret held until it was written the last time."""
    found = home.client("secretsmanager").get_secret_value(SecretId=SECRET, VersionStage="AWSPREVIOUS")
    document: dict[str, Any] = json.loads(found["SecretString"])
    return document


def test_ten_functions_with_an_expired_token_renew_it_once(stage: Stage) -> None:
    """Two refreshes at once are the classic way to lose a connection."""
    assert stage.xero is not None
    age(stage)
    answers = pull_at_once(stage.home, FUNCTIONS)

    assert ["errorType" in answer for answer in answers] == [False] * FUNCTIONS, answers
    assert renewals(stage.xero) == 1
    assert version_before(stage.home)["access_token"] == "old"  # so it was written once


def test_a_renewer_that_dies_before_it_has_stored_the_token_costs_nobody_the_connection(stage: Stage) -> None:
    """The vendor has spent the refresh token, the store has not its successor: the next one tries the old one again."""
    assert stage.xero is not None
    age(stage)
    given = stage.xero.description()["refresh_token"]

    with kill_whoever_renews_first(stage.xero) as killed:
        answers = pull_at_once(stage.home, FUNCTIONS)
    failed = [answer for answer in answers if "errorType" in answer]
    again = pull(stage.home, 0)  # as the workflow does after a function's death

    assert killed
    assert len(failed) == 1
    assert "errorType" not in again
    assert renewals(stage.xero) == 2
    stored = json.loads(stage.home.client("secretsmanager").get_secret_value(SecretId=SECRET)["SecretString"])
    assert stored["refresh_token"] == stage.xero.description()["refresh_token"] != given


def test_a_connection_that_cannot_be_kept_fails_the_function(stage: Stage) -> None:
    """That is what the alarm listens to."""
    stage.home.put_credentials(SECRET, {"client_id": "c", "client_secret": "s", "refresh_token": "r"})

    refused = call(stage.home, "keep_connections", {})

    assert refused["errorType"] == "BadCredentials"


def test_an_idle_connection_is_renewed_once_a_day_and_a_fresh_one_left_alone(stage: Stage) -> None:
    """A refresh token that nobody uses for 60 days is dead."""
    assert stage.xero is not None
    age(stage)

    kept = [call(stage.home, "keep_connections", {}) for _ in range(2)]

    assert kept == [{"kept": ["xero.connections.group"]}] * 2
    assert renewals(stage.xero) == 1


@contextmanager
def kill_whoever_renews_first(xero: Running[Any]) -> Iterator[list[int]]:
    """The process is gone after Xero has made its answer and before anybody can have read it."""
    handle = xero.simulator.handle
    killed: list[int] = []

    def deadly(request: Request) -> Response:
        answer: Response = handle(request)
        if request.path == "/connect/token" and not killed:
            killed.append(_owner(int(request.environ["REMOTE_PORT"]), int(request.environ["SERVER_PORT"])))
            os.kill(killed[0], signal.SIGKILL)
        return answer

    xero.simulator.handle = deadly
    yield killed
    xero.simulator.handle = handle


def _owner(port: int, server: int) -> int:
    """The process that talks from this port to the server's, both of the loopback; it is a function of our own home.

    Both ends are asked for: a port may serve several connections, as long as they lead to different places.
    """
    lines = Path("/proc/net/tcp").read_text(encoding="ascii").splitlines()[1:]
    ends = (f":{port:04X}", f":{server:04X}")
    (inode,) = [fields[9] for fields in map(str.split, lines) if (fields[1][-5:], fields[2][-5:]) == ends]
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(descriptor.readlink()) == f"socket:[{inode}]":
                return int(descriptor.parts[2])
        except OSError:
            continue
    raise AssertionError(f"nobody has port {port}")
