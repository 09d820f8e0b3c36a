"""journal status, journal approve: the journals that plans have made, and a person's word for those to come."""

from typing import Annotated

import typer
from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.homes import choose
from infra.cli.journals import Journals, Shown, Waiting
from infra.cli.options import STACK, Entities, HomeFile, Json, Stack
from infra.cli.statuses import Status

app = typer.Typer(no_args_is_help=True, help="The journals that plans have made in Xero.")


@app.command()
def status(
    *,
    period: Annotated[str, typer.Option("--period", metavar="MONTH", help="Such as 2026-11, or 2026 for a year.")],
    entity: Entities = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """From the lines of a plan to the journals in Xero, with their links; withdrawn ones too.

    Example:
      ml-connector journal status --period 2026-11 --entity UK

    Exit status: 0, also when there are none; 2 wrong usage.
    """
    place = choose(home, stack)
    found = Journals(place).status(period, entity or list(place.settings().entities))
    if json:
        console.print_json(found)
    else:
        console.data().print(_table(found.journals) if found.journals else "No journal for this period.")
    return Status.WELL


@app.command()
def approve(
    *,
    run_id: Annotated[str, typer.Argument(metavar="RUN", help="The run that waits, as `run plan` tells it.")],
    digest: Annotated[
        str | None,
        typer.Option("--hash", metavar="HASH", help="Of the journals that you have seen; without it, they are shown."),
    ] = None,
    home: HomeFile = None,
    stack: Stack = STACK,
    json: Json = False,
) -> Status:
    """Look at what a run is about to write, and let it go on with exactly that.

    First without --hash: the journals are shown, and what to say to approve
    them. Whoever has started the run cannot approve it. A run that is not
    approved within two weeks ends without having written anything.

    Examples:
      ml-connector journal approve plan-20261101T053000-1a2b3c
      ml-connector journal approve plan-20261101T053000-1a2b3c --hash 9f86d081884c

    Exit status: 0 shown, or approved; 2 there is nothing to approve, it is not
    what you have seen, or not for you to approve.
    """
    journals = Journals(choose(home, stack))
    if digest is None:
        waiting = journals.waiting(run_id)
        if json:
            console.print_json(waiting)
        else:
            _show(waiting)
        return Status.WELL
    approval = journals.approve(run_id, digest)
    if json:
        console.print_json(approval)
    else:
        console.data().print(f"Approved by {approval.by}; the run goes on.")
    return Status.WELL


def _table(found: tuple[Shown, ...]) -> Table:
    table = Table(
        "Entity", "Period", "Version", "Kind", "Journal", "Date", "State", "Lines", "Debits", "In Xero", box=box.SIMPLE
    )
    for one in found:
        state = f"{one.state}: {one.became}" if one.became else one.state
        name = f"{one.generation}.{one.name}"
        lines, debits = (str(len(one.lines)), f"{one.debits:,.2f}") if one.lines else ("", "")
        table.add_row(
            one.entity, one.period, one.version, one.kind, name, one.date, state, lines, debits, one.link or ""
        )
    return table


def _show(waiting: Waiting) -> None:
    out = console.data()
    for journal in waiting.journals:
        out.print(f"{journal.narration} ({journal.status})")
        for draft in journal.drafts:
            table = Table("Account", "Tracking", title=f"{draft.name}, {draft.date}", box=box.SIMPLE)
            table.add_column("Debit +, credit -", justify="right")
            for line in draft.lines:
                table.add_row(
                    line.account_code, ", ".join(option for _, option in line.tracking), f"{line.amount:,.2f}"
                )
            out.print(table)
    out.print(f"To approve exactly this: ml-connector journal approve {waiting.run} --hash {waiting.hash[:12]}")
