"""connections: how every login stands."""

from infra.cli import console
from infra.cli.archive import table_of
from infra.cli.connecting.keeping import Keeping
from infra.cli.connecting.looking import look, table
from infra.cli.homes import choose
from infra.cli.options import STACK, HomeFile, Json, Stack
from infra.cli.statuses import Status


def connections(*, home: HomeFile = None, stack: Stack = STACK, json: Json = False) -> Status:
    """Say of every connection whether it can be used, and what is pinned to it.

    Asks neither Xero nor Anaplan: a connection that was refused by its vendor
    in a run, or by the daily renewal, says reconnect needed until somebody has
    connected it again.

    Example:
      ml-connector connections --home home.json

    Exit status: 0 all can be used, 1 one needs a person, 2 wrong usage.
    """
    place = choose(home, stack)
    found = look(place.settings(), Keeping(place, table_of(place)))
    if json:
        console.print_json(found)
    else:
        console.data().print(table(found))
    return Status.WELL if found.well else Status.BADLY
