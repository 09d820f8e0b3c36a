"""What webhooks have told of one entity and no run has read yet. Plain states and how they follow each other."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.plain import Instant
from ml_connector.sync.payload import Changed, Payload

MOST_IDS = 200
"""Documents read by id; above that a delta is cheaper, which brings a thousand with each call."""

_LOST = timedelta(minutes=2)
"""Somebody who was to look and is so late has got lost."""


class Hint(Struct, frozen=True, order=True):
    """Something to read.

    datasets   those that share an endpoint
    document   an id; empty: whatever has changed since the cursor
    """

    datasets: tuple[str, ...]
    document: str = ""


class Started(Payload, frozen=True):
    """What a run was given to read; the same name with the same work is the same run."""

    run: str
    changed: tuple[Changed, ...]
    datasets: tuple[str, ...]


class Waiting(Payload, frozen=True, omit_defaults=True):
    """One entity.

    changed    documents to read by id
    datasets   to be read by delta
    called     when somebody looks at this next; None: nobody will
    runs       that were made of it so far
    started    the newest of them, until it is known to be under way
    """

    changed: tuple[Changed, ...] = ()
    datasets: tuple[str, ...] = ()
    called: Instant | None = None
    runs: int = 0
    started: Started | None = None

    @property
    def empty(self) -> bool:
        """Nothing is left to do."""
        return not (self.changed or self.datasets or self.started)

    def to_be_called(self, now: datetime) -> bool:
        """Whether nobody is on the way who will look."""
        return self.called is None or now > self.called + _LOST


def add(waiting: Waiting, hints: Iterable[Hint], called: datetime | None = None) -> Waiting:
    """With these hints as well; telling twice changes nothing."""
    ids = {one.datasets: dict.fromkeys(one.ids) for one in waiting.changed}
    deltas = dict.fromkeys(waiting.datasets)
    for hint in hints:
        if hint.document:
            ids.setdefault(hint.datasets, {})[hint.document] = None
        else:
            deltas.update(dict.fromkeys(hint.datasets))
    for datasets, documents in ids.items():
        if len(documents) > MOST_IDS:
            deltas.update(dict.fromkeys(datasets))
    changed = [
        Changed(datasets=datasets, ids=tuple(documents))
        for datasets, documents in ids.items()
        if not deltas.keys() >= set(datasets)
    ]
    return replace(waiting, changed=tuple(changed), datasets=tuple(deltas), called=called or waiting.called)


def take(waiting: Waiting, entity: str, now: datetime) -> tuple[Waiting, Started | None]:
    """A run for everything that waits; the same one again as long as nobody knows whether it was started."""
    free = replace(waiting, called=None)
    if waiting.started is not None or waiting.empty:
        return free, waiting.started
    number = waiting.runs + 1
    name = f"webhook-{entity}-{now:%Y%m%dT%H%M%S}-{number}"
    started = Started(run=name, changed=waiting.changed, datasets=waiting.datasets)
    return Waiting(runs=number, started=started), started


def confirmed(waiting: Waiting, run: str) -> Waiting:
    """The run is under way."""
    if waiting.started is None or waiting.started.run != run:
        return waiting
    return replace(waiting, started=None)
