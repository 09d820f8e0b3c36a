"""From what webhooks tell to runs of the actuals flow: one per entity and window, and never two at once.

Events are noted in the entity's state; a call, which is a message that comes late, says when the window is over.
Everything may be repeated: noting twice changes nothing, and a run is started under a name of its own.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from msgspec import DecodeError

from ml_connector import plain
from ml_connector.observability import logger
from ml_connector.plain import Instant
from ml_connector.settings import Settings, Webhooks
from ml_connector.sync.payload import Payload
from ml_connector.sync.prepare import Request
from ml_connector.sync.sequences import Heard, hear, lost
from ml_connector.sync.waiting import Hint, Started, Waiting, add, confirmed, take
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.webhooks import CATEGORIES

S = TypeVar("S")
T = TypeVar("T")

_SPARING = timedelta(minutes=15)
"""How long to wait for calls of the day to become free before looking again."""


class Message(Payload, frozen=True):
    """What the receiver hands on: tenant, category and document of each event."""

    app: str
    first: int
    last: int
    events: tuple[tuple[str, str, str], ...]


class Call(Payload, frozen=True):
    """Look after an entity, or only after what may have got lost.

    due   tells a call that has been replaced by a later one
    """

    entity: str | None
    due: Instant


_KINDS: tuple[type[Call | Message], ...] = (Call, Message)


def read(body: str) -> Call | Message | None:
    """A message of the queue; None for one that is neither."""
    for kind in _KINDS:
        with suppress(DecodeError):
            return plain.read_json(kind, body)
    return None


class States(Protocol[S]):
    """Where states are kept; ``stores.states.StateStore`` is one."""

    def read(self, key: str) -> S: ...
    def change(self, key: str, decide: Callable[[S], tuple[S, T]]) -> T: ...


class Flow(Protocol):
    """The actuals flow; ``stores.executions.Executions`` is one."""

    def under_way(self) -> Iterable[tuple[str, Mapping[str, Any]]]: ...
    def start(self, name: str, request: Mapping[str, Any]) -> None: ...


class Dispatcher:
    """Takes what the queue brings.

    heard   the numbers heard of each app
    call    hands a call on, to come in so many seconds
    left    calls of the day that an entity's organisation has left
    tell    counts something by its name
    """

    def __init__(
        self,
        settings: Settings,
        options: Webhooks,
        waiting: States[Waiting],
        heard: States[Heard],
        flow: Flow,
        call: Callable[[str, int], None],
        left: Callable[[str], int],
        tell: Callable[[str, int], None],
        clock: Callable[[], datetime],
    ) -> None:
        self._options = options
        self._waiting = waiting
        self._heard = heard
        self._flow = flow
        self._call = call
        self._left = left
        self._tell = tell
        self._clock = clock
        self._entities = {one.tenant_id.lower(): code for code, one in settings.entities.items()}
        chosen = settings.loads if options.datasets is None else options.datasets
        self._datasets = {name: tuple(x for x in names if x in chosen) for name, names in CATEGORIES.items()}
        self._everything = Hint(tuple(name for names in self._datasets.values() for name in names))
        self._window = timedelta(seconds=options.window_seconds)
        self._patience = timedelta(seconds=options.gap_seconds)
        self._keep = settings.xero.limits.a_day * options.reserve // 100

    def note(self, messages: Sequence[Message]) -> None:
        """Remember what has changed, and see to it that somebody looks when the window is over."""
        hints: dict[str, set[Hint]] = {}
        strangers = 0
        for tenant, category, document in {event for message in messages for event in message.events}:
            entity = self._entities.get(tenant)
            strangers += entity is None
            if entity is not None and (hint := self._hint(category, document)).datasets:
                hints.setdefault(entity, set()).add(hint)
        if strangers:
            self._tell("WebhooksOfStrangers", strangers)
        for entity, told in hints.items():
            self._add(entity, sorted(told))
        for app in {message.app for message in messages}:
            self._hear(app, [(one.first, one.last) for one in messages if one.app == app])

    def look(self, call: Call) -> None:
        """The window of an entity is over: start a run for what waits, or come again if that cannot be now."""
        self._mind_what_got_lost()
        entity = call.entity
        if entity is None or entity not in self._entities.values():
            return
        waiting = self._waiting.read(entity)
        if waiting.called is not None and call.due < waiting.called:
            return
        if not waiting.empty and (pause := self._pause(entity)):
            self._come_again(entity, pause)
            return
        now = self._clock()
        started = self._waiting.change(entity, lambda state: take(state, entity, now))
        if started is not None:
            self._start(entity, started)

    def _start(self, entity: str, started: Started) -> None:
        self._flow.start(started.run, _request(entity, started))
        self._tell("WebhookRuns", 1)
        left = self._waiting.change(entity, lambda state: (done := confirmed(state, started.run), done))
        if not left.empty and left.to_be_called(self._clock()):
            # The run had been taken before, and something was told since.
            self._come_again(entity, self._window)

    def _hint(self, category: str, document: str) -> Hint:
        if category not in self._datasets:
            logger.warning("a kind of webhook that is not known", extra={"category": category})
            self._tell("WebhooksOfUnknownKind", 1)
            return self._everything
        datasets = self._datasets[category]
        by_id = all((endpoint := ENDPOINTS.get(name)) and endpoint.by_id for name in datasets)
        return Hint(datasets, document if by_id else "")

    def _add(self, entity: str, hints: Collection[Hint]) -> None:
        now = self._clock()
        due = None
        if self._waiting.read(entity).to_be_called(now):
            # Before it is noted: if this function dies in between, the message comes again and so does the call.
            due = now + self._window
            self._send(Call(entity=entity, due=due), self._window)
        self._waiting.change(entity, lambda state: (add(state, hints, due), None))

    def _come_again(self, entity: str, pause: timedelta) -> None:
        due = self._clock() + pause
        self._send(Call(entity=entity, due=due), pause)
        self._waiting.change(entity, lambda state: (add(state, (), due), None))

    def _send(self, call: Call, pause: timedelta) -> None:
        self._call(plain.json(call), int(pause.total_seconds()))

    def _pause(self, entity: str) -> timedelta | None:
        """How long to wait before a run of this entity may start; None: it may."""
        if any(entity in (told.get("entities") or [entity]) for _, told in self._flow.under_way()):
            return self._window
        if self._left(entity) <= self._keep:
            self._tell("WebhooksSparingCalls", 1)
            return _SPARING
        return None

    def _mind_what_got_lost(self) -> None:
        """Numbers that never came may have told of anybody: everybody is asked what has changed since the cursor."""
        now = self._clock()
        for app in self._options.secrets:
            if lost(self._heard.read(app), now, self._patience)[1]:
                self._tell("WebhooksLost", 1)
                for entity in self._entities.values():
                    self._add(entity, [self._everything])
                self._give_up(app, now)

    def _hear(self, app: str, spans: Sequence[tuple[int, int]]) -> None:
        now = self._clock()

        def decide(state: Heard) -> tuple[Heard, bool]:
            after = hear(state, spans, now)
            return after, bool(after.beyond) and not state.beyond

        if self._heard.change(app, decide):
            self._send(Call(entity=None, due=now + self._patience), self._patience)

    def _give_up(self, app: str, now: datetime) -> None:
        self._heard.change(app, lambda state: (lost(state, now, self._patience)[0], None))


def _request(entity: str, started: Started) -> dict[str, Any]:
    request = Request(trigger="webhook", entities=(entity,), datasets=started.datasets, changed=started.changed)
    return plain.told(request)
