"""A plain HTTP client of the simulator for one user, on requests; it knows names where the API wants ids."""

from collections.abc import Callable, Mapping
from typing import Any

import requests

TIMEOUT = 10.0
Json = Any


def csv(*rows: str) -> str:
    """A file's text, a line per row."""
    return "".join(f"{row}\n" for row in rows)


def until(condition: Callable[[], bool], tries: int = 2_000) -> None:
    """Ask again and again for what the server is about to do by itself on another thread."""
    assert any(condition() for _ in range(tries)), "it never came"


class Anaplan:
    """One user's session. Paths are below the model unless they start with ``/``."""

    def __init__(self, url: str, model_path: str, user: tuple[str, str]) -> None:
        self.url = url
        self.admin_url = f"{url}/__admin__"
        self.base = f"{url}/2/0/{model_path}"
        self.user = user
        answer = requests.post(f"{url}/token/authenticate", auth=user, timeout=TIMEOUT)
        self.token: str = answer.json()["tokenInfo"]["tokenValue"]

    def ask(self, method: str, path: str, timeout: float = TIMEOUT, **more: Any) -> requests.Response:
        """Any request, with the token."""
        url = f"{self.url}{path}" if path.startswith("/") else f"{self.base}/{path}"
        headers = {"Authorization": f"AnaplanAuthToken {self.token}"} | more.pop("headers", {})
        return requests.request(method, url, headers=headers, timeout=timeout, **more)

    def get(self, path: str, **params: str | int) -> Json:
        """The JSON of a GET that must succeed."""
        answer = self.ask("GET", path, params=params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def status(self, method: str, path: str, **more: Any) -> int:
        """Only the status of a request."""
        return self.ask(method, path, **more).status_code

    def admin(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Json:
        """An operator's order that must succeed."""
        answer = requests.request(method, f"{self.admin_url}/{path}", json=body, timeout=TIMEOUT)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def id_of(self, subject: str, name: str) -> str:
        """The id of a file, import, list and so on, by its name."""
        rows = self.get(subject, includesubsidiaryviews="true")[subject]
        return next(str(row["id"]) for row in rows if row["name"] == name)

    def upload(self, file: str, text: str | bytes) -> None:
        """A file in one chunk of known count."""
        path = f"files/{self.id_of('files', file)}"
        assert self.status("POST", path, json={"chunkCount": 1}) == 200
        assert self.put(f"{path}/chunks/0", text) == 204

    def put(self, path: str, data: str | bytes, kind: str = "application/octet-stream") -> int:
        """The status of a PUT of bytes."""
        content = data.encode() if isinstance(data, str) else data
        return self.status("PUT", path, data=content, headers={"Content-Type": kind})

    def start(self, kind: str, name: str) -> str:
        """A new task of the action of that name; gives the path of the task."""
        parent = f"{kind}/{self.id_of(kind, name)}/tasks"
        answer = self.ask("POST", parent, json={"localeName": "en_US"})
        assert answer.status_code == 200, answer.text
        return f"{parent}/{answer.json()['task']['taskId']}"

    def poll(self, task: str, **params: str) -> Json:
        """The task as it is now."""
        return self.get(task, **params)["task"]

    def poll_until(self, task: str, state: str) -> Json:
        """The task once it is in a state that it must reach by itself."""
        until(lambda: self.poll(task)["taskState"] == state)
        return self.poll(task)

    def wait_for_model(self) -> None:
        """Return when no task is running: a read of lists waits for that."""
        self.get("lists")

    def run(self, kind: str, name: str, **params: str) -> Json:
        """Run an action to its end and give the task."""
        task = self.start(kind, name)
        self.wait_for_model()
        return self.poll(task, **params)

    def load(self, file: str, import_name: str, *rows: str) -> Json:
        """Upload rows and run an import; gives the task's result."""
        self.upload(file, csv(*rows))
        return self.run("imports", import_name)["result"]

    def contents(self) -> Json:
        """Everything in the model, from the operator's view."""
        return self.admin("GET", "model")

    def cells(self, module: str = "Sales") -> dict[str, dict[str, str]]:
        """The cells of a module by member code."""
        return {row["code"]: row["cells"] for row in self.contents()["modules"][module]}

    def names(self, list_name: str) -> dict[str, str]:
        """Names of a list's items by code."""
        return {row["code"]: row["name"] for row in self.contents()["lists"][list_name]}


def values_of(detail: Json) -> dict[str, str]:
    """The flat key, value list of a result detail, as a mapping."""
    flat = detail["values"]
    return dict(zip(flat[::2], flat[1::2], strict=True))
