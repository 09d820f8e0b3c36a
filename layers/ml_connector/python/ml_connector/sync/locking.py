"""Changes in months that the books have closed: loaded, loaded and told of, or kept back, as settings say.

Xero lets nobody but an adviser change a document dated on or before a lock date, so such a change is rare and wanted to
be seen. What was there before the first load is no change.
Source: Xero, Organisation, PeriodLockDate and EndOfYearLockDate; the day itself is locked.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from ml_connector.sync.changes import Change
from ml_connector.sync.facts import REMOVED, FactRow, Header, Refusal, removed
from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload

Policy = Literal["load", "report", "quarantine"]
_REMEDY = (
    "see whether the change is wanted; then load it with `ml-connector quarantine retry`, or have it undone in Xero"
)


class BehindLock(Payload, frozen=True):
    """One change of a document that is dated on or before the lock date.

    what      new: never loaded before; edited; removed: none of its rows has a figure any more
    amount    in base currency, of the rows as they are now
    policy    what was done: it was loaded, or kept back
    """

    run: str
    entity: str
    dataset: str
    document_id: str
    document_number: str
    document_type: str
    date: str
    locked_until: dt.date
    what: Literal["new", "edited", "removed"]
    amount: Decimal
    policy: Policy
    link: str


class PeriodLock(Struct, frozen=True):
    """What happens to changes dated ``until`` or before; note takes each of them."""

    run: str
    dataset: str
    until: dt.date
    policy: Policy
    note: Callable[[BehindLock], None]

    def hold(self, header: Header, rows: Sequence[FactRow], change: Change, *, known: bool) -> list[Refusal]:
        """The rows that are kept back, none if the change is loaded; known: the document was loaded before."""
        if self.policy == "load" or not self._is_closed(header):
            return []
        self.note(self._told(header, rows, known=known))
        if self.policy == "report":
            return []
        gone = [removed(header, key) for key in change.vanished]
        reason = f"the document is dated {header.date}, and the books are closed until {self.until}"
        return [Refusal(row, reason, _REMEDY) for row in [*rows, *gone]]

    def keeps(self, header: Header) -> bool:
        """Whether a change of such a document would be kept back."""
        return self.policy == "quarantine" and self._is_closed(header)

    def _is_closed(self, header: Header) -> bool:
        return bool(header.date) and header.date <= self.until.isoformat()

    def _told(self, header: Header, rows: Sequence[FactRow], *, known: bool) -> BehindLock:
        lives = any(row.base_amount or row.amount for row in rows) and header.status != REMOVED
        return BehindLock(
            run=self.run,
            entity=header.entity,
            dataset=self.dataset,
            document_id=header.document_id,
            document_number=header.document_number,
            document_type=header.document_type,
            date=header.date,
            locked_until=self.until,
            what="removed" if not lives else "edited" if known else "new",
            amount=sum((row.base_amount for row in rows), ZERO),
            policy=self.policy,
            link=header.link,
        )
