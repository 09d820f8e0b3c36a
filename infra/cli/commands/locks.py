"""locks: who holds which Anaplan model, and how to end that in order."""

from typing import Annotated

import typer
from ml_connector.stores.locks import HeldLock

from infra.cli import console
from infra.cli.connecting.person import AtTheTerminal
from infra.cli.executions import Executions
from infra.cli.held import Locks, line, table
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.statuses import Status
from infra.cli.trouble import Misuse

Broken = Annotated[
    str | None, typer.Option("--break", metavar="MODEL", help="End the hold on this model, as the list names it.")
]
Yes = Annotated[bool, typer.Option("--yes", help="With --break: do not ask.")]
Force = Annotated[
    bool,
    typer.Option(
        "--force", help="With --break: stop the holder if it runs, and free the model even if Anaplan cannot be asked."
    ),
]
_PATIENCE = 900.0


def locks(
    *,
    break_: Broken = None,
    yes: Yes = False,
    force: Force = False,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Say which models are held, by which run, since when and what for.

    One run at a time works on a model. A run that ends badly is closed by
    itself, and lets go of its model when its import has ended. If that did not
    happen, --break makes up for it: the run is closed, its import is seen to
    its end, and the model is free for the next one, under a new fence. It asks
    before, and refuses while the holder runs.

    Examples:
      ml-connector locks --home home.json
      ml-connector locks --break 8a81b09c…/9C3E5B6A…

    Exit status: 0, 1 the model could not be freed, 2 wrong usage, or the
    holder is at work.
    """
    executions = Executions(choose(home, stack))
    if break_ is not None:
        _break(executions, _named(executions, break_), yes=yes, force=force)
    found = Locks(locks=tuple(line(held, _status(executions, held)) for held in executions.locks.held()))
    if json:
        console.print_json(found)
    else:
        console.data().print(table(found.locks) if found.locks else "No model is held.")
    return Status.WELL


def _break(executions: Executions, held: HeldLock, *, yes: bool, force: bool) -> None:
    holder, model = held.holder, held.model
    if _status(executions, held) == "RUNNING" and not force:
        raise Misuse(
            f"Run {holder.run} holds model {model} and is under way",
            "Wait for it, or stop it in Step Functions: it then lets go by itself; --force stops it from here",
        )
    if not yes:
        person = AtTheTerminal()
        person.tell(f"Run {holder.run} holds it to {holder.purpose} since {holder.since:%Y-%m-%d %H:%M:%S} UTC.")
        if person.ask(f"Type the model to free it ({model})") != str(model):
            raise Misuse("That is not the model", "Nothing was changed; start the command again")
    if (execution := executions.find(holder.run)) and execution.status() == "RUNNING":
        execution.stop("its lock was broken by an operator")
    ending = executions.close(held, _PATIENCE)
    if ending.status != "SUCCEEDED" and not force:
        raise Misuse(
            f"The end of what run {holder.run} does in Anaplan could not be seen: {ending.message}",
            "Mend that and try again; if nothing of it can be at work any more, --force frees the model regardless",
        )
    executions.locks.release(model, holder.run, holder.attempt)


def _named(executions: Executions, model: str) -> HeldLock:
    found = [held for held in executions.locks.held() if model in (str(held.model), held.model.model)]
    if len(found) != 1:
        raise Misuse(f"No model '{model}' is held", "See which are held with `ml-connector locks`")
    return found[0]


def _status(executions: Executions, held: HeldLock) -> str:
    execution = executions.find(held.holder.run)
    return execution.status() if execution else "UNKNOWN"
