"""Control totals: what was sent, by account and period, to be compared with what arrived."""

from collections import defaultdict
from decimal import Decimal

from ml_connector.sync.facts import FactRow
from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload


class Total(Payload, frozen=True):
    """The figures of one account in one month, in base currency and net of tax.

    period   such as 2026-10
    """

    account_id: str
    period: str
    rows: int
    base_amount: Decimal


class Totals:
    """Adds up rows as they are sent."""

    def __init__(self) -> None:
        self._sums: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        self._rows: defaultdict[tuple[str, str], int] = defaultdict(int)

    def add(self, *rows: FactRow) -> None:
        """Count rows."""
        for row in rows:
            key = (row.account_id, row.header.period)
            self._sums[key] += row.base_amount
            self._rows[key] += 1

    def result(self) -> list[Total]:
        """One total per account and period, ordered."""
        return [
            Total(account_id=account, period=period, rows=self._rows[account, period], base_amount=amount)
            for (account, period), amount in sorted(self._sums.items())
        ]
