"""Manual journals on their way to Xero, and what is asked of whoever brings them there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from msgspec import Struct

from ml_connector.sync.plan.journals import JournalLine
from ml_connector.sync.plan.posted import Posted


class Outgoing(Struct, frozen=True):
    """A manual journal on its way: ``markers`` are its own and, of a pair, its counterpart's."""

    marker: str
    text: str
    run: str
    date: date
    status: str
    line_amount_types: str
    cash_basis: bool
    lines: tuple[JournalLine, ...]


class Answered(Struct, frozen=True):
    """What Xero said to one of several journals; ``id`` if it was stored, ``faults`` if it is not what was sent."""

    id: str | None
    faults: tuple[str, ...] = ()


class Journals(Protocol):
    """Manual journals in Xero."""

    def post(self, journals: Sequence[Outgoing]) -> Sequence[Answered]:
        """Store each by itself, in order; the same call within 6 minutes stores nothing again. VendorDown: unknown."""

    def find(self, markers: Sequence[str], since: datetime) -> Mapping[str, Posted]:
        """Those of these markers that were changed since."""

    def read(self, journal_id: str) -> Posted:
        """One of them."""

    def end(self, journal_id: str, status: str) -> None:
        """Give it the status VOIDED or DELETED. Rejected if Xero refuses."""
