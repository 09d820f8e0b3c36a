"""settings check: what a settings file was understood to say."""

from pathlib import Path
from typing import Annotated

import typer
from ml_connector.settings import load

from infra.cli import console
from infra.cli.options import Json
from infra.cli.statuses import Status
from infra.cli.understood import tables, understood

app = typer.Typer(no_args_is_help=True, help="Look at settings before they are deployed.")


@app.command()
def check(file: Annotated[Path, typer.Argument(metavar="FILE", help="The settings.")], *, json: Json = False) -> Status:
    """Say what a settings file was understood to mean, or every mistake in it.

    A mistake is told with its path, its value and what would be right. Nothing
    is asked of Xero or Anaplan: whether a model or an import of that name
    exists is found out when a run prepares itself.

    Example:
      ml-connector settings check infra/settings/demo.yaml

    Exit status: 0 the settings can be used, 2 they cannot.
    """
    settings = load(file)
    if json:
        console.print_json(understood(settings))
    else:
        for table in tables(understood(settings)):
            console.data().print(table)
    return Status.WELL
