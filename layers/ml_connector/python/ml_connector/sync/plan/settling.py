"""Makes Xero hold exactly the journals that a plan asks for under one key, whatever happened before and in between.

Every step is written to the ledger before and after it is done, so that whoever comes next, at any time, knows what
may have happened: a document that was sent and got no answer is searched for in Xero before it is sent again.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, Protocol

from msgspec.structs import replace

from ml_connector.errors import JournalBusy, Rejected
from ml_connector.plain import Plain
from ml_connector.sync.plan.journals import Draft, Journal, JournalLine
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Claim, Document, Entry, lives, marker, stays
from ml_connector.sync.plan.locked import Books, open_day
from ml_connector.sync.plan.outgoing import Answered, Journals, Outgoing
from ml_connector.sync.plan.posted import Posted, differences

LEASE = timedelta(minutes=15)
"""How long a run has a key for itself without a sign of life; longer than a function may take."""

SETTLED = timedelta(minutes=5)
"""After this time nothing that was sent is still on its way; less than the 6 minutes of an Idempotency-Key."""

_MARGIN = timedelta(minutes=10)
"""Clocks differ: how much earlier than it was sent a document is searched for."""


class Ledger(Protocol):
    """Entries by key; each is changed only by whoever has read its latest revision."""

    def read(self, key: JournalKey) -> tuple[int, Entry]:
        """The revision and the entry; 0 and an empty one for a new key."""

    def write(self, key: JournalKey, entry: Entry, revision: int) -> int:
        """The new revision; raises JournalBusy if somebody else has written meanwhile."""


Result = Literal["posted", "replaced", "withdrawn", "unchanged", "refused"]


class Outcome(Plain, frozen=True):
    """What became of one key."""

    entity: str
    version: str
    period: str
    kind: str
    result: Result
    documents: tuple[Document, ...]
    reasons: tuple[str, ...] = ()


@dataclass
class Settling:
    """One key in the hands of one run.

    clock        aware UTC
    when_locked  what becomes of a predecessor in a locked period: stop, or next_open_day to reverse it there
    """

    journal: Journal
    run: str
    ledger: Ledger
    xero: Journals
    books: Books
    when_locked: str
    clock: Callable[[], datetime]

    def settle(self) -> Outcome:
        """Do what is left to do; safe to call again after it died anywhere.

        raises   JournalBusy: another run works on this key, or what it sent may still be on its way
                 VendorDown, RateLimited, … as asking Xero does; the same call then goes on from there
        """
        self._take()
        self._recover()
        if self._done():
            return self._end(self._result() if self._entry.run == self.run else "unchanged")
        if self._outdated():
            self._write(self._entry.next(self.journal, self.run))
        try:
            self._withdraw_old()
            if not self._entry.failed:
                self._send()
                self._check()
                self._withdraw_old()
        except Rejected as refusal:
            return self._end("refused", (str(refusal),))
        return self._end("refused" if self._entry.failed else self._result(), self._entry.failed)

    def _result(self) -> Result:
        entry = self._entry
        replaced = any(one.checked and one.generation < entry.generation for one in entry.old)
        if not self.journal.drafts:
            return "withdrawn" if replaced else "unchanged"
        return "replaced" if replaced else "posted"

    # Whose turn it is

    def _take(self) -> None:
        self._revision, self._entry = self.ledger.read(self.journal.key)
        claim, now = self._entry.claim, self.clock()
        if claim is not None and claim.run != self.run and now < claim.until:
            raise JournalBusy(
                f"run {claim.run} works on the journal of {self.journal.key}, "
                f"until {claim.until:%H:%M:%S} UTC at the latest"
            )
        self._write(self._entry.taken_by(self.run))

    def _write(self, entry: Entry, *, end: bool = False) -> None:
        claim = None if end else Claim(run=self.run, until=self.clock() + LEASE)
        entry = replace(entry, claim=claim)
        self._revision = self.ledger.write(self.journal.key, entry, self._revision)
        self._entry = entry

    def _end(self, result: Result, reasons: tuple[str, ...] = ()) -> Outcome:
        self._write(self._entry, end=True)
        entry = self._entry
        shown = (*entry.documents, *(one for one in entry.old if one.generation >= entry.generation - 1))
        return Outcome(**self.journal.key._asdict(), result=result, documents=shown, reasons=reasons)

    # What is known

    def _recover(self) -> None:
        """Look for what was sent and got no answer."""
        lost = [one for one in (*self._entry.documents, *self._entry.old) if one.state == "SENT" and one.sent]
        if not lost:
            return
        since = min(one.sent for one in lost if one.sent) - _MARGIN
        found = self.xero.find([one.marker for one in lost], since)
        entry = self._entry
        for one in lost:
            if one.marker in found:
                entry = entry.changed(one, state="CONFIRMED", id=found[one.marker].id)
        self._write(entry)

    def _done(self) -> bool:
        entry = self._entry
        settled = all(one.state == "CONFIRMED" and one.checked for one in entry.documents)
        same = entry.generation > 0 and entry.hash == self.journal.hash and not entry.failed
        return same and settled and not any(lives(one) and not stays(one) for one in entry.old)

    def _outdated(self) -> bool:
        """Whether this run has to begin a generation; one that failed is tried again by the next run only."""
        entry = self._entry
        if entry.failed:
            return entry.run != self.run
        return entry.hash != self.journal.hash

    def _on_its_way(self, one: Document) -> bool:
        return one.state == "SENT" and one.sent is not None and self.clock() - one.sent < SETTLED

    # What has to go

    def _withdraw_old(self) -> None:
        """What came before goes; if this generation has failed, it goes itself and nothing else."""
        # First those that got no answer: nothing may be decided while one of them can still arrive.
        for one in sorted(self._entry.old, key=lambda one: one.state != "SENT"):
            if stays(one) or (self._entry.failed and one.generation < self._entry.generation):
                continue
            if one.state in ("PREPARED", "REFUSED"):
                self._gone(one, one.became or "never sent")
            elif one.state == "SENT":
                self._give_up(one)
            elif one.state == "CONFIRMED":
                self._withdraw(one, self.xero.read(one.id or ""))

    def _give_up(self, one: Document) -> None:
        """It was searched for and is not there; but it may still arrive."""
        if self._on_its_way(one):
            raise JournalBusy(
                f"a journal of {self.journal.key} was sent a moment ago and got no answer: "
                f"try again in {SETTLED.seconds} s"
            )
        self._gone(one, "never arrived")

    def _withdraw(self, one: Document, posted: Posted) -> None:
        if posted.status == "DRAFT":
            self.xero.end(posted.id, "DELETED")
            self._gone(one, "deleted")
        elif posted.status != "POSTED":
            self._gone(one, f"was {posted.status.lower()} in Xero")
        elif self.when_locked == "next_open_day" and not self._is_open(posted.date):
            self._reverse(one)
        else:
            self.xero.end(posted.id, "VOIDED")
            self._gone(one, "voided")

    def _is_open(self, day: date) -> bool:
        return self.books.locked_until is None or day > self.books.locked_until

    def _reverse(self, one: Document) -> None:
        """In a locked period nothing can be voided; a journal on the first open day takes it back."""
        name = f"{one.name}X{one.generation}"
        back = Document(
            name=name,
            generation=self._entry.generation,
            marker=marker(self.journal.key, self._entry.generation, name),
            date=open_day(one.date, self.books, "next_open_day", []),
            run=self.run,
            takes_back=one.id,
        )
        entry = self._entry.changed(one, state="WITHDRAWN", became=f"reversed by {back.marker}")
        self._write(replace(entry, documents=(*entry.documents, back)))

    def _gone(self, one: Document, became: str) -> None:
        self._write(self._entry.changed(one, state="WITHDRAWN", became=became))

    # What has to come

    def _send(self) -> None:
        waiting = [one for one in self._entry.documents if one.state in ("PREPARED", "SENT")]
        if not waiting:
            return
        # While an answer is outstanding, the very call as before is what Xero recognises by its Idempotency-Key.
        recent = {one.sent for one in waiting if self._on_its_way(one)}
        batch = [one for one in self._entry.documents if one.sent in recent] if recent else waiting
        outgoing = [self._outgoing(one) for one in batch]
        if not recent:
            entry, now = self._entry, self.clock()
            for one in batch:
                entry = entry.changed(one, state="SENT", sent=now)
            self._write(entry)
        self._note(batch, self.xero.post(outgoing))
        self._send()

    def _note(self, batch: Sequence[Document], answers: Sequence[Answered]) -> None:
        entry, faults = self._entry, list[str]()
        for one, answer in zip(batch, answers, strict=True):
            faults += [f"{one.name}: {fault}" for fault in answer.faults]
            state, became = ("CONFIRMED", "") if answer.id else ("REFUSED", "; ".join(answer.faults))
            entry = entry.changed(one, state=state, id=answer.id, became=became)
        self._write(entry.given_up(faults) if faults else entry)

    def _outgoing(self, one: Document) -> Outgoing:
        words, lines = self._words(one)
        return Outgoing(
            marker=one.marker,
            text=f"{words} [{one.marker}]",
            run=self._entry.run,
            date=one.date,
            status=self._entry.status,
            line_amount_types=self.journal.line_amount_types,
            cash_basis=self.journal.cash_basis,
            lines=lines,
        )

    def _words(self, one: Document) -> tuple[str, tuple[JournalLine, ...]]:
        """The narration, which names the counterpart, and the lines."""
        narration = self.journal.narration
        if one.takes_back is not None:
            return f"Reversal of {narration}, journal {one.takes_back}", self._taken_back(one.takes_back)
        draft = self._draft(one.name)
        markers = {other.name: other.marker for other in self._entry.documents}
        if draft.reverses is not None:
            return f"Reversal of {narration}, of {markers[draft.reverses]}", draft.lines
        counterpart = next((other.name for other in self.journal.drafts if other.reverses == one.name), None)
        return narration + (f", reversed by {markers[counterpart]}" if counterpart else ""), draft.lines

    def _draft(self, name: str) -> Draft:
        return next(draft for draft in self.journal.drafts if draft.name == name)

    def _taken_back(self, journal_id: str) -> tuple[JournalLine, ...]:
        return tuple(
            JournalLine(
                account_id=line.account_id,
                account_code=line.account_code,
                amount=-line.amount,
                description=f"reverses {journal_id}",
                tracking=line.tracking,
            )
            for line in self.xero.read(journal_id).lines
        )

    # Whether it is what was sent

    def _check(self) -> None:
        for one in self._entry.documents:
            if one.state != "CONFIRMED" or one.checked or one.id is None:
                continue
            sent = self._outgoing(one)
            wrong = list(differences(sent.lines, sent.date, sent.status, self.xero.read(one.id)))
            if wrong:
                self._write(self._entry.given_up([f"{one.name}: {fault}" for fault in wrong]))
                return
            self._write(self._entry.changed(one, checked=True))
