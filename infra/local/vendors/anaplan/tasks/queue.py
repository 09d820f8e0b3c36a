"""The one transaction a model can bear: tasks run one after the other, and everybody else waits meanwhile.

A request that needs the model takes a turn, and gets it only when no task is running or waiting. Starting,
polling and listing tasks needs no turn. Source: Anaplan, Model busy behavior (help.anaplan.com, 27b77b79).
"""

import logging
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Condition, Thread

from infra.local.vendors.anaplan.actions.outcome import Outcome, failed
from infra.local.vendors.anaplan.switches import Switches
from infra.local.vendors.anaplan.tasks.task import State, Step, StepResult, Task
from infra.local.vendors.common.clock import Clock

TICK = 0.005  # real seconds between looks at a clock that an operator may move at any time

_log = logging.getLogger(__name__)


class QueueClosedError(Exception):
    """The simulator is being stopped; whoever waited for the model waits in vain."""


class TaskQueue:
    """Tasks of one model, run by a thread that lives only while there is something to run."""

    def __init__(self, clock: Clock, switches: Switches) -> None:
        self._clock = clock
        self._switches = switches
        self._condition = Condition()
        self._waiting: deque[Task] = deque()  # the first one is the one that runs
        self._all: list[Task] = []
        self._worker: Thread | None = None
        self._taken = False
        self._closed = False

    def submit(self, task: Task) -> Task:
        """Accept a task; it starts when those before it have ended."""
        with self._condition:
            self._all.append(task)
            self._waiting.append(task)
            if self._worker is None:
                self._worker = Thread(target=self._work, name="anaplan-tasks", daemon=True)
                self._worker.start()
        return task

    @property
    def running(self) -> Task | None:
        """The task that holds the model, or is about to."""
        with self._condition:
            return self._waiting[0] if self._waiting else None

    def below(self, kind: str, parent_id: str) -> list[Task]:
        """The tasks of one parent, oldest first; anybody's."""
        with self._condition:
            return [task for task in self._all if (task.parent.kind, task.parent.id) == (kind, parent_id)]

    def cancel(self, task: Task, by: str) -> None:
        """Ask a task to stop; nothing happens to one that has ended or is past stopping."""
        with self._condition:
            if task.ended or task.acting or task.state is State.CANCELLING:
                return
            task.cancelled_by = by
            if task is self._waiting[0]:
                task.state = State.CANCELLING
            else:
                self._waiting.remove(task)
                task.state = State.CANCELLED
            self._condition.notify_all()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The model to oneself, once no task is running or waiting. Raises QueueClosedError."""
        with self._condition:
            self._condition.wait_for(lambda: self._closed or not (self._waiting or self._taken))
            if self._closed:
                raise QueueClosedError
            self._taken = True
        try:
            yield
        finally:
            with self._condition:
                self._taken = False
                self._condition.notify_all()

    def close(self) -> None:
        """Let everybody go who waits, and start nothing more."""
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _work(self) -> None:
        while (task := self._next()) is not None:
            self._run(task)
            with self._condition:
                self._waiting.popleft()
                self._condition.notify_all()

    def _next(self) -> Task | None:
        with self._condition:
            self._condition.wait_for(lambda: self._closed or not self._taken)
            if self._closed or not self._waiting:
                self._worker = None
                return None
            return self._waiting[0]

    def _run(self, task: Task) -> None:
        if not self._reached(task.due, task):
            return
        with self._condition:
            task.state = State.IN_PROGRESS if task.state is State.NOT_STARTED else task.state
            task.started = started = self._clock.now()
        share = task.seconds / len(task.steps)
        for number, step in enumerate(task.steps, start=1):
            if not self._reached(started + timedelta(seconds=share * number), task):
                return
            outcome = _outcome(step, task)
            task.results.append(StepResult(step, outcome, started + timedelta(seconds=share * (number - 1)), share))
            if not outcome.successful and not self._switches.process_goes_on:
                break
        with self._condition:
            task.state = State.COMPLETE

    def _reached(self, instant: datetime, task: Task) -> bool:
        """Wait for an instant; False if the task was cancelled before, True with the model locked against that."""
        while True:
            with self._condition:
                if task.state is State.CANCELLING or self._closed:
                    task.state = State.CANCELLED
                    return False
                if self._clock.now() >= instant:
                    task.acting = task.state is State.IN_PROGRESS
                    return True
                task.acting = False
                self._condition.wait(TICK)


def _outcome(step: Step, task: Task) -> Outcome:
    try:
        return step.run(task.id)
    except Exception as wrong:  # noqa: BLE001 - a fault of ours must not hang everybody who waits for the model
        _log.exception("task %s of %s", task.id, task.parent)
        return failed("internalError", f"Internal error: {wrong!r}")
