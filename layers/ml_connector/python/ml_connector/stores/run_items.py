"""What is remembered of a run, and under which keys.

Knows shapes and keys only.
"""

from decimal import Decimal
from typing import Literal

from msgspec import Struct

from ml_connector.plain import Count, Instant

RunStatus = Literal["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"]


class DatasetResult(Struct, frozen=True):
    """What a run did with one (entity, dataset); the words of ``counts`` are the flow's."""

    entity: str
    dataset: str
    counts: dict[str, Count]


class Books(Struct, frozen=True):
    """What comparing the books of an entity has come to.

    compared  False: the reason says why they were not
    key       where the whole proof lies
    calls     to Xero, for the proof alone
    """

    entity: str
    compared: bool
    proven: bool
    reason: str
    unexplained: Decimal = Decimal(0)
    explained: Decimal = Decimal(0)
    key: str | None = None
    calls: int = 0


class Parked(Struct, frozen=True):
    """A pull that waits for longer than a while; it goes on by itself.

    until   when it goes on, if nothing changes before
    """

    entity: str
    dataset: str
    until: Instant
    reason: str


class RunHeader(Struct, frozen=True):
    """One run at a glance.

    attempt  0, then one more with each redrive
    closed   the newest attempt that has ended; None: none has yet
    started  of the first attempt; ended: of the newest one
    reason   why it did not end well; None: it did, or it is not over
    """

    run: str
    flow: str
    status: RunStatus
    attempt: int
    started: Instant
    ended: Instant | None = None
    closed: int | None = None
    reason: str | None = None
    results: list[DatasetResult] = []
    books: list[Books] = []
    parked: list[Parked] = []


class TaskPlace(Struct, frozen=True):
    """Where Anaplan lists the tasks of one action; ``model`` is the entry of ``anaplan.models``."""

    model: str
    workspace_id: str
    model_id: str
    kind: str
    action_id: str
    action_name: str


class LoadNote(Struct, frozen=True, omit_defaults=True):
    """How far the load of one (entity, dataset) has come.

    fence    of the lock under which this was noted
    known    the ids of the tasks that Anaplan listed before ours was started; None: no earlier start can show any more
    place    where the task is; whoever follows a run that ended badly has nothing else to go by
    task_id  of our import; None: not started, or started and the answer was lost
    outcome  the end of the task in Anaplan's words; None: not seen yet
    """

    fence: int
    known: list[str] | None
    place: TaskPlace | None = None
    task_id: str | None = None
    outcome: str | None = None


def header_key(run: str) -> dict[str, str]:
    """Of the run header."""
    return {"pk": f"RUN#{run}", "sk": "RUN"}


def load_key(run: str, entity: str, dataset: str) -> dict[str, str]:
    """Of the note about one load."""
    return {"pk": f"RUN#{run}", "sk": f"LOAD#{entity}#{dataset}"}


def proof_key(run: str, entity: str, dataset: str) -> dict[str, str]:
    """Of the mark that one load has been proven."""
    return {"pk": f"RUN#{run}", "sk": f"PROVEN#{entity}#{dataset}"}
