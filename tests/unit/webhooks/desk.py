"""A dispatcher on plain stand-ins: states in memory, a flow that only remembers, and a queue with a clock."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar

from ml_connector import plain
from ml_connector.settings import Settings, Webhooks
from ml_connector.steps.dispatching import Call, Dispatcher, Message
from ml_connector.sync.sequences import Heard
from ml_connector.sync.waiting import Waiting

S = TypeVar("S")
T = TypeVar("T")

APP = "ml-connector/xero/webhooks"
BEGIN = datetime(2026, 11, 22, 9, tzinfo=UTC)


class Memory(Generic[S]):
    """States by key."""

    def __init__(self, empty: S) -> None:
        self.empty = empty
        self.states: dict[str, S] = {}

    def read(self, key: str) -> S:
        return self.states.get(key, self.empty)

    def change(self, key: str, decide: Callable[[S], tuple[S, T]]) -> T:
        self.states[key], answer = decide(self.read(key))
        return answer


class Flows:
    """Executions by name; those in ``running`` are under way."""

    def __init__(self) -> None:
        self.started: dict[str, Mapping[str, Any]] = {}
        self.running: dict[str, Mapping[str, Any]] = {}
        self.broken = False

    def under_way(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        return list(self.running.items())

    def start(self, name: str, request: Mapping[str, Any]) -> None:
        if self.broken:
            raise ConnectionError
        self.started.setdefault(name, request)


class Office:
    """The dispatcher and everything around it."""

    def __init__(self, settings: Settings, **options: Any) -> None:
        self.options = Webhooks(secrets=(APP,), **options)
        self.now = BEGIN
        self.flows = Flows()
        self.calls: list[tuple[datetime, Call]] = []
        self.counted: dict[str, int] = {}
        self.left = 5000
        self.waiting = Memory(Waiting())
        self.heard = Memory(Heard())
        self.dispatcher = Dispatcher(
            settings,
            self.options,
            self.waiting,
            self.heard,
            self.flows,
            self._call,
            lambda _: self.left,
            self._tell,
            lambda: self.now,
        )

    def hear(self, *events: tuple[str, str, str], first: int = 1) -> None:
        """One message comes in."""
        last = first + len(events) - 1
        self.dispatcher.note([Message(app=APP, first=first, last=last, events=events)])

    def wait(self, seconds: float) -> None:
        """Let time pass; calls come when they are due."""
        end = self.now + timedelta(seconds=seconds)
        while due := sorted((one for one in self.calls if one[0] <= end), key=lambda one: one[0]):
            self.calls.remove(due[0])
            self.now = max(self.now, due[0][0])
            self.dispatcher.look(due[0][1])
        self.now = end

    @property
    def requests(self) -> list[Mapping[str, Any]]:
        """What runs were asked for, in their order."""
        return list(self.flows.started.values())

    def _call(self, body: str, seconds: int) -> None:
        self.calls.append((self.now + timedelta(seconds=seconds), plain.read_json(Call, body)))

    def _tell(self, name: str, value: int) -> None:
        self.counted[name] = self.counted.get(name, 0) + value
