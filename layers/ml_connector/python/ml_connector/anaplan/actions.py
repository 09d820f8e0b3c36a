"""Running imports and processes of one model: start, look, read the result, fetch the dump, cancel.

Waits for nothing but, for a few seconds, a task whose start got no answer. What results mean is told in ``results``.
"""

import time
from collections.abc import Callable, Collection, Iterator
from datetime import UTC, datetime

from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.models import Action, Model
from ml_connector.anaplan.processes import steps_of
from ml_connector.anaplan.reading import read_result, read_state
from ml_connector.anaplan.refusals import BadRequest, NotVisible
from ml_connector.anaplan.results import TaskResult, TaskState
from ml_connector.anaplan.task_wire import WireTask
from ml_connector.anaplan.wire import Described, read_as
from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken, VendorDown

_LOCALE = {"localeName": "en_US"}
"""The one locale that all of Anaplan's pages allow; without any it answers 400."""

_LOOKS = 3
_SECONDS_BETWEEN_LOOKS = 2.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


class DumpGone(NotVisible):
    """The dump was removed: by a later run of the import, by a clean one, or after 48 hours."""


class _Started(Described):
    task_id: str | None = None
    task: "_Started | None" = None


class _TaskAnswer(Described):
    task: WireTask


class _Chunk(Described):
    id: str


class Actions:
    """The imports and processes of one model.

    pause   waits the given seconds
    """

    def __init__(self, client: AnaplanClient, model: Model, pause: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._model = model
        self._pause = pause

    def tasks(self, action: Action) -> list[TaskState]:
        """The tasks of an action that Anaplan still knows, of all users, newest first."""
        path = self._tasks_path(action)
        listed = [
            read_state(read_as(WireTask, row, f"GET {path}"))
            for row in self._client.list(path, "tasks", {"sort": "-creationTime"})
        ]
        return sorted(listed, key=lambda task: task.created or _LONG_AGO, reverse=True)

    def start(self, action: Action, known: Collection[str]) -> str:
        """The id of the one task that runs the action for us, started now or by an earlier attempt.

        known    ids of the tasks that were there before the first attempt to start; keep them with the run
        raises   VendorDown when it is unknown whether a task was started; the same call may then be repeated
        """
        adopted = self.newcomer(action, known)
        if adopted is not None:
            return adopted
        try:
            answer = self._client.call("POST", self._tasks_path(action), json=_LOCALE)
        except VendorDown as error:
            return self._settled(action, known, error)
        return _started(answer) or self._settled(action, known, None)

    def newcomer(self, action: Action, known: Collection[str]) -> str | None:
        """The newest task that was not there before, None if there is none; it runs last, so its end is that of all."""
        candidates = (task for task in self.tasks(action) if task.task_id not in known)
        # A cancelled one does no work for us any more; a new attempt needs a new task.
        return next((task.task_id for task in candidates if task.state not in ("CANCELLING", "CANCELLED")), None)

    def poll(self, action: Action, task_id: str) -> TaskState:
        """How far the task is; Anaplan asks for at least 5 seconds between two looks."""
        return read_state(self._task(action, task_id))

    def result(self, action: Action, task_id: str) -> TaskResult:
        """What a finished task achieved, per action that ran; raises ContractBroken when it is not finished."""
        task = self._task(action, task_id)
        return read_result(task, action.id, steps_of(self._client, self._model, action))

    def dump(self, action: Action, task_id: str, object_id: str | None = None) -> Iterator[bytes]:
        """The failure dump in pieces of up to 10 MB, cut anywhere. Keep it at once: Anaplan does not.

        object_id   for a process, the part of it whose dump is wanted
        raises      DumpGone when there is none (any more)
        """
        path = f"{self._dump_path(action, task_id, object_id)}/chunks"
        try:
            for chunk in self._dump_chunks(path):
                yield self._client.call("GET", f"{path}/{chunk.id}").body
        except (NotVisible, BadRequest) as error:  # Anaplan answers either when there is no dump
            raise DumpGone(
                f"The failure dump of task {task_id} is not there ({error}); "
                "run the load again to get a new one, and read it before anybody runs this import"
            ) from error

    def cancel(self, action: Action, task_id: str) -> TaskState:
        """Ask for the task's end; it is over when ``poll`` says done. An import is rolled back, a process in parts."""
        self._client.call("DELETE", f"{self._tasks_path(action)}/{task_id}")
        return self.poll(action, task_id)

    def _settled(self, action: Action, known: Collection[str], cause: VendorDown | None) -> str:
        """The task that a start without a usable answer has made after all."""
        for _ in range(_LOOKS):
            if (found := self.newcomer(action, known)) is not None:
                return found
            self._pause(_SECONDS_BETWEEN_LOOKS)
        raise VendorDown(
            f"Anaplan gave no usable answer to the start of '{action.name}' ({action.id}), and {_LOOKS} looks at its "
            "tasks show no new one; starting it again, with the same known tasks, adopts it if it appears later"
        ) from cause

    def _dump_chunks(self, path: str) -> list[_Chunk]:
        chunks = [read_as(_Chunk, row, f"GET {path}") for row in self._client.list(path, "chunks")]
        if not chunks:
            raise NotVisible(f"GET {path}: there are no chunks")
        return chunks

    def _task(self, action: Action, task_id: str) -> WireTask:
        answer = self._client.call("GET", f"{self._tasks_path(action)}/{task_id}")
        return read_as(_TaskAnswer, answer.json(), answer.asked).task

    def _tasks_path(self, action: Action) -> str:
        return f"{self._model.path}{action.path}/tasks"

    def _dump_path(self, action: Action, task_id: str, object_id: str | None) -> str:
        task = f"{self._tasks_path(action)}/{task_id}"
        return f"{task}/dump" if object_id is None else f"{task}/dumps/{object_id}"


def _started(answer: Answer) -> str | None:
    """The new task's id; Anaplan's pages show it in two places."""
    try:
        read = read_as(_Started, answer.json(), answer.asked)
    except ContractBroken:
        return None  # accepted, but told unreadably: the list of tasks knows the id
    return read.task.task_id if read.task else read.task_id
