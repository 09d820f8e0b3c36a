"""The journal of an organisation: postings in the order they were made, never changed, and their sums by day."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from infra.local.vendors.xero.ledger.money import ZERO
from infra.local.vendors.xero.ledger.posting import Posting
from infra.local.vendors.xero.wire.exact import Record

_GAP = 40  # after every so many journals one number is never used. Source: Xero, Journals: numbers have gaps


@dataclass(frozen=True)
class Entry:
    """One journal; ``given`` is the record it came with, if it came with one."""

    number: int
    created: datetime
    posting: Posting
    given: Record | None = None


class Log:
    """Entries and daily sums. Not safe for many threads: the ledger locks."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._days: defaultdict[date, defaultdict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))

    @property
    def entries(self) -> Sequence[Entry]:
        """All journals, by number."""
        return self._entries

    def add(self, posting: Posting, created: datetime) -> None:
        """A new journal, with the next number."""
        number = self._entries[-1].number + 1 if self._entries else 1
        self.take(Entry(number + (number % _GAP == 0), created, posting))

    def take(self, entry: Entry) -> None:
        """A journal that has its number already; numbers must rise."""
        self._entries.append(entry)
        self.count(entry.posting)

    def count(self, posting: Posting) -> None:
        """Count a posting into the sums that no journal tells of."""
        sums = self._days[posting.day]
        for leg in posting.legs:
            sums[leg.account_id] += leg.net

    def days(self) -> Iterator[tuple[date, Mapping[str, Decimal]]]:
        """What each day moved, by account id; in no order."""
        yield from self._days.items()
