"""Where things go: data to stdout, progress and trouble to stderr, JSON alone on its line."""

import sys
from typing import TextIO

from ml_connector import plain
from msgspec import Struct
from rich.console import Console
from rich.text import Text

from infra.cli.trouble import Trouble

_PLAIN_WIDTH = 120


def data() -> Console:
    """For what was asked for."""
    return on(sys.stdout)


def talk() -> Console:
    """For progress and trouble."""
    return on(sys.stderr)


def print_json(document: Struct) -> None:
    """One JSON document on one line, complete when this returns."""
    sys.stdout.write(plain.json(document) + "\n")
    sys.stdout.flush()


def print_trouble(found: Trouble, run: str | None = None) -> None:
    """To a person, on stderr."""
    console = talk()
    console.print(Text(found.error, "bold red"))
    told = [("cause", found.cause), ("next step", found.next_step), *([("run", run)] if run else [])]
    for label, text in told:
        indented = text.replace("\n", "\n" + " " * 13)
        console.print(Text.assemble((f"  {label:<11}", "bold"), indented), soft_wrap=True)


def on(stream: TextIO) -> Console:
    """A console that shows text as it is: what vendors and ledgers say is full of brackets."""
    width = None if stream.isatty() else _PLAIN_WIDTH
    return Console(file=stream, highlight=False, markup=False, emoji=False, width=width)
