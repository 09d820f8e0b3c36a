"""Books that are compared: most of these tests do without, as a run with them asks for many trial balances."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from tests.workflows.rig import Rig


@contextmanager
def books_compared(rig: Rig, **options: Any) -> Iterator[None]:
    """The trial balance is on for the functions that it concerns, with such options."""
    proof = rig.settings.proof.model_copy(update={"books": True, **options})
    settings = rig.settings.model_copy(update={"proof": proof}).compiled()
    with ExitStack() as otherwise:
        for function in ("prepare", "preview_run", "prove_books"):
            otherwise.enter_context(rig.kept.told_otherwise(function, settings))
        yield
