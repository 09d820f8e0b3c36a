"""A ledger that came with the books: journals as the API answers them, or months of a trial balance.

What came is the truth: the documents of the same books are then not posted, only what is changed from then on.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.ledger.log import Entry
from infra.local.vendors.xero.ledger.money import amount
from infra.local.vendors.xero.ledger.posting import Leg, Posting
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

KEYS = {"Journals": "journals", "TrialBalances": "trial_balance"}  # key in the books -> the data folder's file

Fields = Mapping[str, Any]


@dataclass(frozen=True)
class GivenLedger:
    """Journals win over months, which say no day and no source."""

    journals: tuple[Fields, ...] = ()
    months: tuple[Fields, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether anything came."""
        return bool(self.journals or self.months)

    def entries(self) -> Iterator[Entry]:
        """The journals by number."""
        for record in sorted(self.journals, key=lambda each: int(each["JournalNumber"])):
            created = dates.instant(record.get("CreatedDateUTC")) or dates.EPOCH
            yield Entry(int(record["JournalNumber"]), created, _posting(record), Record(record))

    def movements(self) -> Iterator[Posting]:
        """What each month moved, on its last day; nothing if there are journals."""
        for month in () if self.journals else self.months:
            day = date.fromisoformat(month["Date"])
            legs = (Leg(str(row["AccountID"]), Decimal(str(row["Movement"]))) for row in month["Rows"])
            yield Posting(None, None, day.replace(day=calendar.monthrange(day.year, day.month)[1]), tuple(legs))


def given_ledger(collections: Mapping[str, Iterable[Fields]]) -> GivenLedger:
    """The ledger among the collections of books, if there is one."""
    return GivenLedger(tuple(collections.get("Journals", ())), tuple(collections.get("TrialBalances", ())))


def _posting(record: Fields) -> Posting:
    at = dates.instant(record.get("JournalDate")) or dates.EPOCH
    legs = tuple(
        Leg(str(line["AccountID"]), amount(line, "NetAmount"), amount(line, "TaxAmount"))
        for line in record.get("JournalLines") or ()
    )
    return Posting(
        record.get("SourceType"), record.get("SourceID"), at.date(), legs, str(record.get("Reference") or "")
    )
