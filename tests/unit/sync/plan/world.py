"""Xero's manual journals and the ledger in memory, and somebody who dies at any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from ml_connector.errors import JournalBusy, Rejected
from ml_connector.sync.plan.journals import Draft, Journal, JournalLine
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.ledger import Entry
from ml_connector.sync.plan.locked import Books
from ml_connector.sync.plan.outgoing import Answered, Outgoing
from ml_connector.sync.plan.posted import Posted, PostedLine
from ml_connector.sync.plan.settling import Outcome, Settling
from msgspec.structs import replace

MEMORY = timedelta(minutes=6)
"""How long Xero knows an Idempotency-Key."""


class Killed(BaseException):
    """The process is gone; nobody catches this."""


@dataclass
class Death:
    """Kills at the ``left``-th moment from now, or never; ``hook`` happens there instead of dying."""

    left: int = -1
    hook: Callable[[], None] | None = None

    def pass_by(self) -> None:
        """One moment: right before, or right after, something lasts."""
        self.left -= 1
        if self.left == 0:
            if self.hook is None:
                raise Killed
            self.hook()


@dataclass
class World:
    """What outlives every process."""

    now: datetime = datetime(2026, 2, 3, 5, 30, tzinfo=UTC)
    death: Death = field(default_factory=Death)
    held: dict[str, Posted] = field(default_factory=dict)
    touched: dict[str, datetime] = field(default_factory=dict)
    entries: dict[JournalKey, tuple[int, Entry]] = field(default_factory=dict)
    stored: dict[tuple[Outgoing, ...], tuple[datetime, Sequence[Answered]]] = field(default_factory=dict)
    locked_until: date | None = None
    spoil: Callable[[Outgoing], tuple[Posted | None, tuple[str, ...]] | None] = lambda _: None
    ids: count[int] = field(default_factory=lambda: count(1))

    # The ledger

    def read_entry(self, key: JournalKey) -> tuple[int, Entry]:
        return self.entries.get(key, (0, Entry()))

    def write_entry(self, key: JournalKey, entry: Entry, revision: int) -> int:
        self.death.pass_by()
        if self.read_entry(key)[0] != revision:
            raise JournalBusy("somebody else has written")
        self.entries[key] = revision + 1, entry
        self.death.pass_by()
        return revision + 1

    # Xero

    def post(self, journals: Sequence[Outgoing]) -> Sequence[Answered]:
        self.death.pass_by()
        before = self.stored.get(tuple(journals))
        if before and self.now - before[0] < MEMORY:
            return before[1]
        answers = [self._store(one) for one in journals]
        self.stored[tuple(journals)] = self.now, answers
        self.death.pass_by()
        return answers

    def find(self, markers: Sequence[str], since: datetime) -> Mapping[str, Posted]:
        recent = [one for id_, one in self.held.items() if self.touched[id_] >= since]
        return {marker: one for marker in markers for one in recent if one.bears(marker)}

    def read(self, journal_id: str) -> Posted:
        return self.held[journal_id]

    def end(self, journal_id: str, status: str) -> None:
        self.death.pass_by()
        one = self.held[journal_id]
        if {"DRAFT": "DELETED", "POSTED": "VOIDED"}[one.status] != status:
            raise Rejected(f"a {one.status} journal cannot be {status}")
        if self.locked_until and one.date <= self.locked_until:
            raise Rejected("The document date cannot be before the period lock date")
        self.held[journal_id] = replace(one, status=status)
        self.touched[journal_id] = self.now
        self.death.pass_by()

    def _store(self, one: Outgoing) -> Answered:
        spoilt = self.spoil(one)
        shown, faults = spoilt or (as_shown(one), ())
        if shown is None:
            return Answered(None, faults)
        id_ = f"journal-{next(self.ids)}"
        self.held[id_] = replace(shown, id=id_)
        self.touched[id_] = self.now
        return Answered(id_, faults)

    def living(self) -> list[tuple[date, str, tuple[PostedLine, ...]]]:
        """What counts in the books, or will."""
        return sorted(
            ((one.date, one.status, one.lines) for one in self.held.values() if one.status in ("DRAFT", "POSTED")),
            key=str,
        )

    def settle(self, journal: Journal, run: str = "r-1", when_locked: str = "stop") -> Outcome:
        """One call of the function that posts."""
        world = self

        class Ledger:
            read = staticmethod(world.read_entry)
            write = staticmethod(world.write_entry)

        books = Books(self.locked_until)
        return Settling(journal, run, Ledger(), self, books, when_locked, lambda: self.now).settle()


def as_shown(one: Outgoing, *, id_: str = "") -> Posted:
    """As Xero shows what it was sent."""
    lines = tuple(PostedLine(line.account_id, line.account_code, line.amount, line.tracking) for line in one.lines)
    return Posted(id_, one.status, one.date, one.text, f"https://x.example/?journal={one.marker}", lines)


def journal(
    amount: int | str, *, reversing: bool = True, status: Any = "POSTED", parts: int = 1, month: int = 1
) -> Journal:
    """A plan of one key; an amount of 0 has no lines."""
    lines = tuple(
        JournalLine(account_id=f"id-{code}", account_code=code, amount=value, description=code)
        for code, value in (("6100", Decimal(amount)), ("2100", -Decimal(amount)))
    )
    drafts = []
    for part in map(str, range(1, parts + 1)):
        drafts.append(Draft(name=part, date=date(2026, month, 28), lines=lines))
        if reversing:
            back = tuple(replace(line, amount=-line.amount) for line in lines)
            drafts.append(Draft(name=f"{part}R", date=date(2026, month + 1, 1), lines=back, reverses=part))
    return Journal(
        entity="UK",
        version="Forecast",
        period=f"2026-{month:02d}",
        kind="plan",
        status=status,
        narration="Forecast",
        line_amount_types="NoTax",
        cash_basis=False,
        drafts=tuple(drafts) if Decimal(amount) else (),
    )


def wanted(*journals: Journal) -> list[tuple[date, str, tuple[PostedLine, ...]]]:
    """What has to live in the books, and nothing else."""
    return sorted(
        (
            (
                draft.date,
                one.status,
                tuple(PostedLine(line.account_id, line.account_code, line.amount, ()) for line in draft.lines),
            )
            for one in journals
            for draft in one.drafts
        ),
        key=str,
    )
