"""Manual journals as they are to be: what a person approves, and what is kept with the run."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Literal

from ml_connector import plain
from ml_connector.plain import Plain
from ml_connector.sync.plan.keys import JournalKey

CREDITS = {"REVENUE", "LIABILITY", "EQUITY"}
"""Classes of accounts that grow in credit."""


class JournalLine(Plain, frozen=True):
    """One line: debit positive; tracking as pairs of category and option."""

    account_id: str
    account_code: str
    amount: Decimal
    description: str
    tracking: tuple[tuple[str, str], ...] = ()
    tax_type: str | None = None


class Draft(Plain, frozen=True):
    """One manual journal to be.

    name      1, 2, … and 1R, 2R, … for their reversals
    reverses  the name of the one that it takes back
    """

    name: str
    date: date
    lines: tuple[JournalLine, ...]
    reverses: str | None = None


class Journal(Plain, frozen=True):
    """All manual journals of one key; their hash changes with whatever the books would show differently."""

    entity: str
    version: str
    period: str
    kind: str
    status: Literal["DRAFT", "POSTED"]
    narration: str
    line_amount_types: str
    cash_basis: bool
    drafts: tuple[Draft, ...]

    @property
    def key(self) -> JournalKey:
        """What it is known by."""
        return JournalKey(self.entity, self.version, self.period, self.kind)

    @property
    def hash(self) -> str:
        """Of everything but words."""
        told = plain.told(self)
        del told["narration"]
        for draft in told["drafts"]:
            for line in draft["lines"]:
                del line["description"]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def together(hashes: Iterable[str]) -> str:
    """Of several journals: what a person approves."""
    return hashlib.sha256("".join(sorted(hashes)).encode()).hexdigest()


class Stopped(Plain, frozen=True):
    """A journal that is not written, with every reason and what it would have held."""

    entity: str
    version: str
    period: str
    kind: str
    reasons: tuple[str, ...]
    figures: int
