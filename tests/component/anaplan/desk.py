"""The hands of these tests: the operator of the simulator, and what a load does step after step."""

import contextlib
from dataclasses import dataclass, field
from typing import Any

import requests
from ml_connector.anaplan.actions import Actions
from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.anaplan.discovery import find_action, find_file
from ml_connector.anaplan.files import Files
from ml_connector.anaplan.models import Action, ActionKind, Model
from ml_connector.anaplan.results import TaskResult

from tests.component.anaplan.csv_files import chunks_of


class MemoryVault:
    """Keeps credentials in a variable."""

    def __init__(self, credentials: AnaplanCredentials) -> None:
        self.credentials = credentials

    def read(self) -> AnaplanCredentials:
        return self.credentials

    def write(self, credentials: AnaplanCredentials) -> None:
        self.credentials = credentials

    def give_up(self, why: str) -> None:
        raise AssertionError(why)

    def given_up(self) -> str | None:
        return None

    def lease(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


@dataclass
class Operator:
    """The simulator's admin paths."""

    url: str
    session: requests.Session = field(default_factory=requests.Session)

    def order(self, path: str, /, **what: Any) -> Any:
        answer = self.session.post(f"{self.url}/{path}", json=what, timeout=10)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def read(self, path: str) -> Any:
        answer = self.session.get(f"{self.url}/{path}", timeout=10)
        answer.raise_for_status()
        return answer.json()

    def asked(self, method: str, ending: str) -> int:
        """How many requests of this method came for paths that end so."""
        requests_ = self.read("journal")["requests"]
        return sum(r["method"] == method and r["path"].endswith(ending) for r in requests_)


@dataclass
class Desk:
    """What a load does, step after step, on the demo model."""

    client: AnaplanClient
    model: Model
    vault: MemoryVault

    @property
    def actions(self) -> Actions:
        return Actions(self.client, self.model, pause=lambda _: None)

    @property
    def files(self) -> Files:
        return Files(self.client, self.model)

    def action(self, name: str, kind: ActionKind) -> Action:
        return find_action(self.client, self.model, name, kind)

    def upload(self, file: str, *rows: list[str], rows_per_chunk: int = 2) -> None:
        """Header first."""
        target = find_file(self.client, self.model, file)
        chunks = chunks_of(rows, rows_per_chunk)
        self.files.begin_upload(target.id, len(chunks))
        for index, chunk in enumerate(chunks):
            self.files.put_chunk(target.id, index, chunk)
        self.files.complete(target.id, len(chunks))

    def run(self, action: Action) -> TaskResult:
        """Started, polled to its end, read."""
        known = {task.task_id for task in self.actions.tasks(action)}
        return self.finish(action, self.actions.start(action, known))

    def finish(self, action: Action, task_id: str) -> TaskResult:
        while not self.actions.poll(action, task_id).done:
            pass
        return self.actions.result(action, task_id)
