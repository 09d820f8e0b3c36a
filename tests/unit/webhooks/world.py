"""Two companies at work, Xero's sender, the receiver and the dispatcher as they are, and runs that only count and copy.

Time is the simulator's clock, which moves by the second. Whatever may die does: receivers before and after a message
is safe, dispatchers in the middle of a batch.
"""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ml_connector import plain
from ml_connector.settings import Settings, Webhooks
from ml_connector.steps.dispatching import Call, Dispatcher, Message, read
from ml_connector.steps.receiving import Receiver
from ml_connector.sync.hints import after_webhooks
from ml_connector.sync.payload import Pull
from ml_connector.sync.prepare import ModelIds, Request
from ml_connector.sync.sequences import Heard
from ml_connector.sync.waiting import Waiting
from ml_connector.xero.by_id import calls_for

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.webhooks.outbox import Outbox
from infra.local.vendors.xero.webhooks.settings import Sending
from tests.unit.webhooks.desk import APP, BEGIN, Memory
from tests.unit.webhooks.sender import KEY, FixedKeys, document, event, request

RUN_SECONDS = 40
_OVERLAP = timedelta(minutes=5)
_AGAIN = timedelta(minutes=3)


class DiedError(Exception):
    """A function's process ended."""


@dataclass
class Document:
    """One document in the books; even numbers are invoices and odd ones bills."""

    number: int
    entity: str
    version: int = 0
    updated: datetime = BEGIN

    @property
    def dataset(self) -> str:
        return ("invoices", "bills")[self.number % 2]


@dataclass
class Finished:
    """A run: the calls it took, and the different documents that were told of in its window."""

    request: Mapping[str, Any]
    calls: int
    told: int


@dataclass
class World:
    """Everything. ``crashes``: share of deliveries and batches; ``twice``: also of those that are tried again."""

    settings: Settings
    dice: random.Random
    crashes: float = 0.0
    twice: bool = False
    documents: dict[str, Document] = field(default_factory=dict)
    model: dict[str, int] = field(default_factory=dict)
    finished: list[Finished] = field(default_factory=list)
    deliveries: int = 0

    def __post_init__(self) -> None:
        self.clock = Clock()
        self.clock.speed(0)
        self.clock.set(BEGIN)
        self.queue: list[tuple[datetime, str]] = []
        self.running: dict[str, tuple[datetime, Mapping[str, Any], int]] = {}
        self.names: set[str] = set()
        self.told: dict[str, set[str]] = {one.tenant_id: set() for one in self.settings.entities.values()}
        self.cursors = {
            (code, name): BEGIN for code in self.settings.entities for name in ("invoices", "bills", "payments")
        }
        sending = Sending(key=KEY, batch=1, duplicates=0.2, forged=0.05, disorder=True)
        self.outbox = Outbox(sending, self.clock, self._post, self.dice)
        self.receiver = Receiver(FixedKeys(KEY), self._put, lambda _: None)
        self.receiver._keys.now = {APP: (KEY,)}  # type: ignore[attr-defined]  # noqa: SLF001 - the app's real name
        self.tried: set[bytes] = set()
        self.outbox.aim("http://receiver.test")
        assert self.outbox.validate() == "ok"
        options = Webhooks(secrets=(APP,))
        waiting, heard = Memory(Waiting()), Memory(Heard())
        self.dispatcher = Dispatcher(
            self.settings, options, waiting, heard, self, self._call, lambda _: 5000, lambda *_: None, self.clock.now
        )

    def edit(self, number: int, entity: str) -> None:
        """Somebody changes a document, or enters it."""
        id_ = document(number)
        found = self.documents.setdefault(id_, Document(number, entity))
        found.version, found.updated = found.version + 1, self.clock.now()
        self.outbox.tell(event(number, tenant=self.settings.entities[entity].tenant_id))

    def second(self) -> None:
        """One second passes."""
        self.clock.advance(timedelta(seconds=1))
        self.outbox.pump()
        self._dispatch()
        for name, (end, asked, told) in list(self.running.items()):
            if self.clock.now() >= end:
                del self.running[name]
                self._run(asked, told)

    def quiet(self) -> bool:
        """Nothing is on its way any more."""
        return self.outbox.idle and not self.queue and not self.running

    def under_way(self) -> Iterable[tuple[str, Mapping[str, Any]]]:
        """As ``Flow`` says."""
        return [(name, asked) for name, (_, asked, _) in self.running.items()]

    def start(self, name: str, asked: Mapping[str, Any]) -> None:
        """As ``Flow`` says; two of an entity at once would be a mistake."""
        if name in self.names:
            return
        assert asked["entities"] not in [other["entities"] for _, other, _ in self.running.values()]
        self.names.add(name)
        told = self.told[self.settings.entities[asked["entities"][0]].tenant_id]
        self.running[name] = (self.clock.now() + timedelta(seconds=RUN_SECONDS), asked, len(told))
        told.clear()

    def _post(self, _: str, raw: bytes, headers: Mapping[str, str]) -> int:
        self.deliveries += 1
        told = raw[: raw.index(b'"entropy"')]
        dies = self.dice.random() < self.crashes and (self.twice or told not in self.tried)
        before = self.dice.random() < 0.5
        self.tried.add(told)
        if dies and before:
            return 0
        status = self.receiver.status(request(raw, headers["x-xero-signature"]))
        return 0 if dies else int(status)

    def _put(self, body: str) -> None:
        self.queue.append((self.clock.now(), body))

    def _call(self, body: str, seconds: int) -> None:
        self.queue.append((self.clock.now() + timedelta(seconds=seconds), body))

    def _dispatch(self) -> None:
        now = self.clock.now()
        due = [one for one in self.queue if one[0] <= now]
        self.queue = [one for one in self.queue if one[0] > now]
        self.dice.shuffle(due)
        for start in range(0, len(due), 10):
            batch = [body for _, body in due[start : start + 10]]
            try:
                self._take(batch)
            except DiedError:
                self.queue += [(now + _AGAIN, body) for body in batch]

    def _take(self, batch: list[str]) -> None:
        found = [read(body) for body in batch]
        self._may_die()
        messages = [one for one in found if isinstance(one, Message)]
        for tenant, _, id_ in (told for message in messages for told in message.events):
            self.told[tenant].add(id_)
        self.dispatcher.note(messages)
        self._may_die()
        for one in found:
            if isinstance(one, Call):
                self.dispatcher.look(one)

    def _may_die(self) -> None:
        if self.dice.random() < self.crashes:
            raise DiedError

    def _run(self, asked: Mapping[str, Any], told: int) -> None:
        """What the actuals flow would do, with its own plan."""
        plan = after_webhooks(
            self.settings,
            plain.read(Request, asked),
            lambda code, name: self.cursors.get((code, name)),
            lambda _: ModelIds(workspace_id="w", model_id="m"),
            lambda _: None,
        )
        calls = sum(self._pull(pull) for pull in plan.pulls)
        self.finished.append(Finished(asked, calls, told))

    def _pull(self, pull: Pull) -> int:
        if pull.ids:
            self._load(self.documents[id_] for id_ in pull.ids)
            return calls_for(pull.ids)
        if pull.since is None:
            return 1
        of_dataset = [x for x in self.documents.values() if (x.entity, x.dataset) == (pull.entity, pull.dataset)]
        fresh = [x for x in of_dataset if x.updated >= pull.since]
        self._load(fresh)
        self.cursors[pull.entity, pull.dataset] = self.clock.now() - _OVERLAP
        return max(1, -(-len(fresh) // 1000))

    def _load(self, documents: Iterable[Document]) -> None:
        for one in documents:
            self.model[document(one.number)] = one.version
