"""What travels between the states of a flow: the shape that all of it has, and the units of work."""

from datetime import date
from typing import Literal

from ml_connector.plain import Instant, Plain


class Payload(Plain, frozen=True):
    """What travels between states; anything unexpected in it is a mistake."""


class Changed(Payload, frozen=True):
    """Documents that the vendor has told of, by id.

    datasets   those that share the vendor's endpoint; which of them an id belongs to shows when it is read
    """

    datasets: tuple[str, ...]
    ids: tuple[str, ...]


class Replay(Payload, frozen=True, omit_defaults=True):
    """Which documents are taken from pages that are parked already, without asking the vendor; all that fit.

    run         that this run has pulled
    period      of this month, such as 2026-10
    documents   with these ids
    held        with rows that were kept back when they were seen last
    resend      send rows also if the model holds them already
    """

    run: str | None = None
    period: str | None = None
    documents: tuple[str, ...] = ()
    held: bool = False
    resend: bool = False


class Pull(Payload, frozen=True):
    """One pass over a dataset of an entity; ``since`` None reads everything.

    priority   backfill: all that ever was, or more than the delta; it leaves calls of the day to others
    ids        only these documents, whatever their age: such a pass moves no cursor
    also       datasets of the same endpoint that the ids may belong to
    replay     what to take from parked pages instead; such a pass asks nobody and moves no cursor
    again      after the delta, all documents dated this day or later as well
    """

    entity: str
    dataset: str
    since: Instant | None
    priority: Literal["first", "scheduled", "backfill"] = "scheduled"
    ids: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    replay: Replay | None = None
    again: date | None = None


class OnModel(Payload, frozen=True):
    """What is done with an Anaplan model.

    model   the entry of ``anaplan.models``; the ids are what it was found to be in this run
    """

    model: str
    workspace_id: str
    model_id: str

    @property
    def about(self) -> str:
        """What of the model is meant, for a person."""
        return self.model


class Target(OnModel, frozen=True):
    """One dataset of one entity on its way into an Anaplan model: through a file, or item by item into a list."""

    entity: str
    dataset: str
    way: Literal["file", "list"] = "file"

    @property
    def about(self) -> str:
        """The dataset."""
        return f"{self.entity} {self.dataset}"


class ListReading(OnModel, frozen=True):
    """One list that is read back; ``dimension`` is an entry of ``dimensions``."""

    dimension: str
    list_name: str

    @property
    def about(self) -> str:
        """The list."""
        return f"list {self.list_name}"
