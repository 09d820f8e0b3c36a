"""A stage, with a word on what is awaited until it is up."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from infra.cli import console
from infra.local.stage import Stage


@contextmanager
def starting(stage: Stage) -> Iterator[None]:
    """The stage while the block lasts."""
    with ExitStack() as parts:
        with console.talk().status("Starting simulators and an AWS on this machine, and deploying the stack there"):
            parts.enter_context(stage)
        yield
