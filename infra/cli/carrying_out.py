"""Starts a run in a home that is up, waits for its end, and says what it came to."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ml_connector import plain

from infra.cli import console
from infra.cli.archive import Archive
from infra.cli.showing import show
from infra.cli.watching import watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ml_connector.sync.prepare import Request

    from infra.cli.statuses import Status
    from infra.local.home import Home, Run

_LOOKS_HERE, _LOOKS_AT_AWS = 0.25, 3.0


def carry_out(place: Home, asked: Request, *, json: bool, verbose: bool) -> Status:
    """One run of the actuals flow."""
    execution = place.run("actuals", plain.told(asked))
    return see_through(place, execution, json=json, verbose=verbose)


def see_through(place: Home, execution: Run, *, json: bool, verbose: bool) -> Status:
    """The end of a run that is under way; Ctrl-C stops the waiting and not the run."""
    with going_on(execution):
        ending, progress = watch(execution, console.talk(), looks(place))
    return show(Archive(place).ended(ending, progress), json=json, verbose=verbose)


@contextmanager
def going_on(execution: Run) -> Iterator[None]:
    """Around waiting for a run: Ctrl-C says that it goes on."""
    try:
        yield
    except KeyboardInterrupt:
        console.talk().print(f"The run goes on: ml-connector runs show {execution.name}")
        raise


def looks(home: Home) -> float:
    """Seconds between two looks at a run."""
    return _LOOKS_AT_AWS if home.description.endpoint is None else _LOOKS_HERE
