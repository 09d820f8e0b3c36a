"""limits: what Xero still lets us call today, per organisation."""

from rich import box
from rich.table import Table

from infra.cli import console
from infra.cli.allowances import Allowance, Allowances, allowances
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.statuses import Status


def limits(*, home: HomeFile = None, stack: Stack = STACK, json: Json = False) -> Status:
    """What each Xero organisation has left of its calls, and what the next run will cost.

    A first load may use fewer calls of a day than other runs: a part is
    reserved for the runs of every day. Whoever finds the day used up waits and
    goes on by itself.

    Example:
      ml-connector limits --home home.json

    Exit status: 0; 2 wrong usage.
    """
    found = allowances(choose(home, stack))
    if json:
        console.print_json(found)
    else:
        console.data().print(_table(found))
    return Status.WELL


def _table(found: Allowances) -> Table:
    table = Table(box=box.SIMPLE)
    table.add_column("Entity", no_wrap=True)
    for title in ("Left today", "of it for\na first load", "Left this\nminute", "Under way", "Next run\ntakes"):
        table.add_column(title, justify="right", no_wrap=True)
    table.add_column("Now", overflow="fold")
    for one in found.allowances:
        left = one.left
        figures = (left.day, left.backfill, left.minute, left.in_flight, one.next_run)
        table.add_row(one.entity, *(f"{figure:,}" for figure in figures), _now(one))
    return table


def _now(one: Allowance) -> str:
    left = one.left
    if left.paused_until is None:
        return "open"
    return f"waits for {left.paused_for} until {left.paused_until:%Y-%m-%d %H:%M:%S} UTC"
