"""The story of one record, in the shape in which it is told. Pure."""

from typing import Literal

from ml_connector.plain import Instant, Plain
from msgspec import field

What = Literal[
    "pulled", "unchanged", "mapped", "held back", "sent", "imported", "refused", "proven", "not proven", "resolved",
    "exported", "planned", "approved", "posted", "read back", "withdrawn", "not settled",
]  # fmt: skip


class Event(Plain, frozen=True):
    """One thing that happened to a record in a run; ``links``: where to look, by what is found there."""

    what: What
    text: str
    links: dict[str, str] = field(default_factory=dict)


class Chapter(Plain, frozen=True):
    """What one run did with the record; ``started`` None: the run's header is gone."""

    run: str
    started: Instant | None
    status: str
    events: tuple[Event, ...]
    links: dict[str, str] = field(default_factory=dict)


class Story(Plain, frozen=True):
    """One record over all runs, the oldest first.

    lines      keys of the lines that hold a value in the model
    link       to the document in Xero; empty if it has no page of its own
    complete   whether these are all runs; the older ones are in the audit in the bucket
    """

    entity: str
    dataset: str
    document_id: str
    number: str
    period: str
    version: Instant | None
    lines: tuple[str, ...]
    link: str
    complete: bool
    chapters: tuple[Chapter, ...]


class JournalStory(Plain, frozen=True):
    """One journal of a plan over all runs, the oldest first.

    links      to what Xero holds of it, by the names of its parts
    complete   whether these are all runs; the older ones are in the audit in the bucket
    """

    entity: str
    version: str
    period: str
    kind: str
    links: dict[str, str]
    complete: bool
    chapters: tuple[Chapter, ...]


class Stories(Plain, frozen=True):
    """Every record, and every journal of a plan, that goes by one name."""

    stories: tuple[Story, ...]
    journals: tuple[JournalStory, ...] = ()
