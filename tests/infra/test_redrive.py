"""A redrive in the local home does again what failed, and nothing else, under the name that the run had."""

from collections.abc import Iterator

import pytest
from botocore.exceptions import ClientError

from infra.local.home import Home, LocalHome, Run
from tests.infra import tiny


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    with LocalHome(assembly=tiny.assembly(tmp_path_factory.mktemp("tiny"))) as home:
        yield home


def redrive(home: Home, run: Run) -> None:
    home.client("stepfunctions").redrive_execution(executionArn=run.arn)


def calls(run: Run) -> int:
    return sum(step.kind == "called" for step in run.steps())


def test_only_what_has_failed_is_done_again(home: Home) -> None:
    """Two of four parts fail in their second step, one of them twice; those after it wait for it."""
    run = home.run("again", {"parts": [0, 1, 2, 0]})
    ended, called = [run.wait(20)], [calls(run)]
    for _ in range(2):
        redrive(home, run)
        ended.append(run.wait(20))
        called.append(calls(run))

    assert [one.status for one in ended] == ["FAILED", "FAILED", "SUCCEEDED"]
    assert ended[2].output == [0, 1, 2, 0]
    assert called == [5, 8, 11]  # to Second of the second part, from there to Second of the third, and the rest
    assert [step.name for step in run.steps() if step.kind == "entered"] == ["Begin", "Parts", "Ending", "Well"]


def test_a_fail_fails_again(home: Home) -> None:
    """So a flow must not lead an error that can be mended into a Fail."""
    run = home.run("again", {"parts": [9]})
    run.wait(20)
    for _ in range(9):
        redrive(home, run)
        run.wait(20)
    redrive(home, run)

    assert run.wait(20).error == "TooSoon"
    assert calls(run) == 12


def test_a_stopped_run_goes_on_from_where_it_was(home: Home) -> None:
    """And what was under way when it was stopped does not go on by itself."""
    run = home.run("again", {"parts": [0, 0], "sleep": 0.5})
    while not calls(run):
        pass
    run.stop("changed my mind")
    before = run.ending().status

    redrive(home, run)

    assert before == "ABORTED"
    assert run.wait(20).status == "SUCCEEDED"


def test_the_run_says_how_often_it_was_redriven_and_whether_it_may_be(home: Home) -> None:
    """The command asks before it redrives."""
    states, run = home.client("stepfunctions"), home.run("again", {"parts": [1]})
    run.wait(20)
    failed = states.describe_execution(executionArn=run.arn)
    redrive(home, run)
    run.wait(20)
    succeeded = states.describe_execution(executionArn=run.arn)

    assert (failed["redriveCount"], failed["redriveStatus"]) == (0, "REDRIVABLE")
    assert (succeeded["redriveCount"], succeeded["redriveStatus"]) == (1, "NOT_REDRIVABLE")
    with pytest.raises(ClientError, match="ExecutionNotRedrivable"):
        redrive(home, run)
    with pytest.raises(ClientError, match="ExecutionDoesNotExist"):
        states.redrive_execution(executionArn=f"{run.arn}-not")
