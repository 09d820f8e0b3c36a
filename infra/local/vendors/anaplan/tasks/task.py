"""A task: one start of an import, export, other action or process, from NOT_STARTED to its end."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Literal
from uuid import uuid4

from infra.local.vendors.anaplan.actions.outcome import Outcome

Kind = Literal["imports", "exports", "actions", "processes"]
_ALMOST = 0.99  # progress of a task whose time is over while it still computes


class State(StrEnum):
    """As in the API; the last two are final."""

    NOT_STARTED = "NOT_STARTED"
    IN_PROGRESS = "IN_PROGRESS"
    CANCELLING = "CANCELLING"
    CANCELLED = "CANCELLED"
    COMPLETE = "COMPLETE"


@dataclass(frozen=True, slots=True)
class Parent:
    """What was started: a task is found below it and nowhere else."""

    kind: Kind
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Step:
    """One action of a task; a process has several. ``run`` gets the task's id."""

    object_id: str
    object_name: str
    run: Callable[[str], Outcome]


@dataclass(frozen=True, slots=True)
class StepResult:
    """What came of a step, when it began, and how long it took in simulated seconds."""

    step: Step
    outcome: Outcome
    started: datetime
    seconds: float


def _new_id() -> str:
    return uuid4().hex.upper()


@dataclass(slots=True, eq=False)
class Task:
    """``seconds`` is how long it takes on the simulator's clock, ``due`` the instant before which it does not start."""

    parent: Parent
    user_id: str
    user_email: str
    created: datetime
    due: datetime
    seconds: float
    steps: tuple[Step, ...]
    id: str = field(default_factory=_new_id)
    state: State = State.NOT_STARTED
    started: datetime | None = None
    cancelled_by: str | None = None
    acting: bool = False  # a step is changing the model right now: too late to cancel
    results: list[StepResult] = field(default_factory=list)

    @property
    def ended(self) -> bool:
        """Whether it is over, one way or the other."""
        return self.state in (State.COMPLETE, State.CANCELLED)

    @property
    def successful(self) -> bool:
        """Whether every step ran and succeeded."""
        return self.state is State.COMPLETE and all(result.outcome.successful for result in self.results)

    def progress(self, now: datetime) -> float:
        """From 0 to 1; 1 only at the end."""
        if self.ended:
            return 1.0
        if self.started is None:
            return 0.0
        elapsed = (now - self.started).total_seconds()
        return _ALMOST if elapsed >= self.seconds else max(0.0, _ALMOST * elapsed / self.seconds)
