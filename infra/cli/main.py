"""The ``ml-connector`` command: puts the commands together and turns every ending into an exit status."""

import sys
from collections.abc import Sequence

import typer
from typer.main import get_command

from infra.cli import console
from infra.cli.commands import (
    audit,
    budget,
    connect,
    journal,
    local,
    mapping,
    proof,
    quarantine,
    runs,
    settings,
    simulate,
)
from infra.cli.commands.changes import changes
from infra.cli.commands.connections import connections
from infra.cli.commands.demo import demo
from infra.cli.commands.limits import limits
from infra.cli.commands.locks import locks
from infra.cli.commands.redrive import redrive
from infra.cli.commands.replay import replay
from infra.cli.commands.trace import trace
from infra.cli.statuses import Status
from infra.cli.trouble import Trouble, trouble
from infra.local.signals import orderly

_HELP = """Actuals from Xero into Anaplan, and the proof that they arrived.

Begin with the demo, which needs no account anywhere; then load your own
Xero-shaped files; then start a home and look around in it. Every command
explains itself with --help, and prints JSON with --json.

Examples:
  ml-connector demo
  ml-connector local run actuals --xero-data ./books
  ml-connector local up > home.json &
  ml-connector runs list --home home.json

Exit status: 0 well, 1 something failed or did not arrive, 2 wrong usage or
settings, 130 interrupted.
"""

app = typer.Typer(
    name="ml-connector",
    help=_HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(audit.app, name="audit")
app.command()(demo)
app.command()(changes)
app.command()(connections)
app.add_typer(budget.app, name="budget")
app.add_typer(connect.app, name="connect")
app.command()(limits)
app.command()(locks)
app.command()(redrive)
app.add_typer(journal.app, name="journal")
app.add_typer(local.app, name="local")
app.add_typer(mapping.app, name="map")
app.add_typer(proof.app, name="proof")
app.add_typer(quarantine.app, name="quarantine")
app.command()(replay)
app.add_typer(runs.run, name="run")
app.add_typer(runs.runs, name="runs")
app.add_typer(simulate.app, name="simulate")
app.add_typer(settings.app, name="settings")
app.command()(trace)


def run() -> None:
    """The console script."""
    with orderly():
        sys.exit(main(sys.argv[1:]))


def main(arguments: Sequence[str]) -> int:
    """Do what the command line says; the exit status. A bug gets out as it is, with its trace."""
    as_json = "--json" in arguments
    try:
        status = get_command(app).main(list(arguments), "ml-connector", standalone_mode=False) or Status.WELL
        if status == Status.INTERRUPTED:
            console.talk().print("Interrupted.")
        return int(status)
    except typer.TyperException as misuse:
        if not misuse.format_message():  # no command was given, and the help was shown
            return Status.MISUSED
        return _told(_misused(misuse), Status.MISUSED, as_json=as_json)
    except Exception as error:
        found = trouble(error)
        if found is None:
            raise
        return _told(*found, as_json=as_json)


def _told(found: Trouble, status: Status, *, as_json: bool) -> Status:
    if as_json:
        console.print_json(found)
    console.print_trouble(found)
    return status


def _misused(misuse: typer.TyperException) -> Trouble:
    context = getattr(misuse, "ctx", None)
    path = context.command_path if context else "ml-connector"
    return Trouble(error="Misuse", cause=misuse.format_message(), next_step=f"See `{path} --help`")
