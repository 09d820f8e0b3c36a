"""What is remembered of the journals of one key, from before the first is sent until long after.

A document is PREPARED, then SENT (written before the call), then CONFIRMED (its id is known) or REFUSED, and WITHDRAWN
once it was voided, deleted or reversed, or is known never to have arrived. A changed plan is a new generation; the
documents of the old one stay here with what became of them.
"""

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Literal

from msgspec.structs import replace

from ml_connector.plain import Instant, Plain
from ml_connector.sync.plan.journals import Draft, Journal
from ml_connector.sync.plan.keys import JournalKey

State = Literal["PREPARED", "SENT", "CONFIRMED", "REFUSED", "WITHDRAWN"]
_KEPT = 60
"""Documents of old generations that an entry remembers."""

NEWEST = 10
"""Runs that an entry remembers; all of them are in the audit."""


class Document(Plain, frozen=True):
    """One manual journal.

    marker      what it is recognised by in Xero: it stands in its narration and its Url
    run         the one that prepared it
    sent        when, the last time; documents of one call have the same instant
    id          Xero's, once it is known
    checked     it was read back and is what was sent
    takes_back  the id of a journal of an earlier generation that it reverses
    became      how it was withdrawn, or why it was refused
    """

    name: str
    generation: int
    marker: str
    date: date
    run: str = ""
    state: State = "PREPARED"
    sent: Instant | None = None
    id: str | None = None
    checked: bool = False
    takes_back: str | None = None
    became: str = ""


class Claim(Plain, frozen=True):
    """The run that works on an entry, until when nobody else may."""

    run: str
    until: Instant


class Entry(Plain, frozen=True):
    """All that is remembered of one key.

    run         the one that prepared this generation; its journals point to it
    failed      why this generation was given up; its documents are withdrawn
    runs        those that have worked on this key, the newest last
    """

    generation: int = 0
    hash: str = ""
    run: str = ""
    status: str = ""
    documents: tuple[Document, ...] = ()
    old: tuple[Document, ...] = ()
    failed: tuple[str, ...] = ()
    claim: Claim | None = None
    runs: tuple[str, ...] = ()

    def taken_by(self, run: str) -> "Entry":
        """With one more run that works on it."""
        others = [one for one in self.runs if one != run]
        return replace(self, runs=(*others[1 - NEWEST :], run))

    def next(self, journal: Journal, run: str) -> "Entry":
        """The entry with a new generation, whose documents are prepared and nothing else."""
        number = self.generation + 1
        documents = tuple(prepared(journal.key, number, draft, run) for draft in journal.drafts)
        return replace(
            self,
            generation=number,
            hash=journal.hash,
            run=run,
            status=journal.status,
            documents=documents,
            old=self.remembered(),
            failed=(),
        )

    def remembered(self) -> tuple[Document, ...]:
        """Every document of this and earlier generations; those that live, and the latest of the others.

        What a document was to take back, and did not, is in force as before.
        """
        in_force = {one.takes_back for one in self.documents if one.takes_back and one.state != "CONFIRMED"}
        old = (replace(one, state="CONFIRMED", became="") if one.id in in_force else one for one in self.old)
        everything = (*old, *self.documents)
        return tuple(one for place, one in enumerate(everything, _KEPT - len(everything)) if place >= 0 or lives(one))

    def given_up(self, faults: Sequence[str]) -> "Entry":
        """This generation has to go, all of it: half of a journal is worse than none."""
        return replace(self, failed=tuple(faults), old=self.remembered(), documents=())

    def changed(self, document: Document, **values: object) -> "Entry":
        """With one document, recognised by its marker, changed."""

        def one(found: Document) -> Document:
            return replace(found, **values) if found.marker == document.marker else found

        return replace(self, documents=tuple(map(one, self.documents)), old=tuple(map(one, self.old)))


def prepared(key: JournalKey, generation: int, draft: Draft, run: str) -> Document:
    """A document that nobody has sent yet."""
    mark = marker(key, generation, draft.name)
    return Document(name=draft.name, generation=generation, marker=mark, date=draft.date, run=run)


def marker(key: JournalKey, generation: int, name: str) -> str:
    """What a document is recognised by: the same whoever sends it, another one for each generation."""
    told = "\n".join((*key, str(generation), name))
    return f"mlc-{hashlib.sha256(told.encode()).hexdigest()[:20]}"


def lives(document: Document) -> bool:
    """Whether Xero may hold it, or may come to."""
    return document.state in ("PREPARED", "SENT", "CONFIRMED")


def stays(document: Document) -> bool:
    """Whether it took back an earlier journal: that is done for good, whatever comes after."""
    return document.takes_back is not None and document.state == "CONFIRMED"
