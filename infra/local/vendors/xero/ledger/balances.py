"""What every account stands at on a day, as the trial balance has it.

Source: Xero, Reports, TrialBalance. Accounts of profit and loss begin each financial year at nothing; what they made in
the years before is in retained earnings.
"""

import calendar
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from infra.local.vendors.xero.ledger.chart import Chart, LedgerAccount
from infra.local.vendors.xero.ledger.money import ZERO


@dataclass(frozen=True)
class Balance:
    """One account: what the month moved up to the day, and what it stands at; debits positive."""

    account: LedgerAccount
    moved: Decimal
    stands: Decimal


def balances(
    days: Sequence[tuple[date, Mapping[str, Decimal]]], chart: Chart, as_at: date, year_begins: date
) -> list[Balance]:
    """The accounts that moved in the month or stand at anything, by name."""
    moved: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    stands: defaultdict[str, Decimal] = defaultdict(lambda: ZERO)
    retained, month = chart.system("RETAINEDEARNINGS").account_id, as_at.replace(day=1)
    closed = {account_id: chart.by_id(account_id).is_closed_yearly for _, sums in days for account_id in sums}
    for day, sums in days:
        if day > as_at:
            continue
        for account_id, amount in sums.items():
            if day >= month:
                moved[account_id] += amount
            stands[retained if day < year_begins and closed[account_id] else account_id] += amount
    ids = sorted({*moved, *stands}, key=_place(chart))
    found = (Balance(chart.by_id(each), moved[each], stands[each]) for each in ids)
    return [each for each in found if each.moved or each.stands]


def year_begin(as_at: date, end_day: int, end_month: int) -> date:
    """The first day of the financial year that holds ``as_at``; a year may end on 29 February."""
    ends = [_ordinal_of_end(year, end_month, end_day) for year in (as_at.year, as_at.year - 1)]
    return date.fromordinal(next(end for end in ends if end < as_at.toordinal()) + 1)


def _ordinal_of_end(year: int, month: int, day: int) -> int:
    return date(year, month, min(day, calendar.monthrange(year, month)[1])).toordinal()


def _place(chart: Chart) -> Callable[[str], tuple[str, str]]:
    def key(account_id: str) -> tuple[str, str]:
        account = chart.by_id(account_id)
        return account.name.casefold(), account_id

    return key
