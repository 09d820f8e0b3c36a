"""redrive: let a run that ended badly go on where it failed."""

from typing import Annotated

import typer

from infra.cli import console
from infra.cli.carrying_out import see_through
from infra.cli.executions import Executions
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack, Verbose
from infra.cli.redriving import look
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse

DryRun = Annotated[bool, typer.Option("--check", help="Only say whether it makes sense, and what would be done again.")]


def redrive(
    *,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The id of a run, as `runs list` tells it.")],
    check: DryRun = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
    verbose: Verbose = False,
) -> Status:
    """Let a run that ended badly go on where it failed, once the cause is gone.

    What was done well is not done again: no page is pulled twice, no import is
    started twice. Refused where it makes no sense: the run is under way, ended
    well, ended more than 14 days ago or at its own verdict, another run has
    loaded newer figures since, or another run holds the model now. A fix in a
    function or in Anaplan is met by a redrive; a fix in settings that change
    the workflow is not: start a new run then.

    Examples:
      ml-connector redrive actuals-20261101T053000-1a2b3c --home home.json
      ml-connector redrive actuals-20261101T053000-1a2b3c --check --json

    Exit status: 0 the run ended well now (with --check: it can be redriven),
    1 it did not, 2 it makes no sense, or wrong usage.
    """
    place = choose(home, stack)
    executions = Executions(place)
    execution = executions.find(run_id)
    if execution is None:
        raise Misuse(
            f"Step Functions knows no run '{run_id}'", "See which there are with `ml-connector runs list`, or start one"
        )
    found = look(executions, execution)
    if found.objections and not (check and json):
        raise Misuse(f"A redrive of run {run_id} makes no sense: {'; '.join(found.objections)}", "Do what it says")
    if check:
        if json:
            console.print_json(found)
        else:
            console.data().print(f"Can be redriven as attempt {found.attempt}; again: {', '.join(found.again)}")
        return Status.MISUSED if found.objections else Status.WELL
    console.talk().print(f"It ended with {found.error}; attempt {found.attempt} begins at: {', '.join(found.again)}")
    executions.redrive(execution)
    return see_through(place, execution, json=json, verbose=verbose)
