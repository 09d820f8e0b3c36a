"""quarantine: what is kept back, and how it gets into the model."""

import typer

from infra.cli.commands.replay import retry

app = typer.Typer(no_args_is_help=True, help="Rows that could not be loaded, kept with the reason and the remedy.")
app.command()(retry)


@app.callback()
def _group() -> None:
    """Keeps ``retry`` a command of its own whatever stands beside it."""
