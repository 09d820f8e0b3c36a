"""From balances at certain days to what each account moved in each month.

A trial balance shows accounts of revenue and expense since the beginning of the financial year, and moves the profit
of the year that has ended into retained earnings by itself; neither is a movement of the month.
Source: Xero, Accounting API, Reports, TrialBalance.
"""

import calendar
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.money import ZERO
from ml_connector.sync.proof.amounts import Place
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.parts import Part

Balances = Mapping[str, Decimal]


class YearEnd(Struct, frozen=True):
    """The last day of the financial year; 29 February is the 28th where there is none."""

    month: int = 12
    day: int = 31

    def within(self, first: date, last: date) -> date | None:
        """The year end from ``first`` to ``last``, which are at most a year apart."""
        days = (self._in(year) for year in (first.year, last.year))
        return next((day for day in days if first <= day <= last), None)

    def _in(self, year: int) -> date:
        return date(year, self.month, min(self.day, calendar.monthrange(year, self.month)[1]))


def month_end(period: str) -> date:
    """The last day of a month such as 2026-10."""
    year, month = int(period[:4]), int(period[5:])
    return date(year, month, calendar.monthrange(year, month)[1])


def eve(period: str) -> date:
    """The day before the month begins."""
    return month_end(period).replace(day=1) - timedelta(days=1)


def days_needed(periods: Iterable[str], year_end: YearEnd) -> list[date]:
    """The days whose balances tell the movements of the months, in order: for months in a row, one more than they."""
    days: set[date] = set()
    for period in periods:
        first, last = eve(period), month_end(period)
        closed = year_end.within(first, last - timedelta(days=1))
        days |= {first, last, *([closed] if closed else [])}
    return sorted(days)


def movements(
    periods: Iterable[str], balances: Mapping[date, Balances], year_end: YearEnd, chart: Chart
) -> dict[Place, Decimal]:
    """What each account moved in each month.

    balances   by account id, debit positive, for ``days_needed``; an account that is not shown has none
    """
    moved: dict[Place, Decimal] = {}
    for period in periods:
        before, after = balances[eve(period)], balances[month_end(period)]
        closed = year_end.within(eve(period), month_end(period) - timedelta(days=1))
        at_close = balances[closed] if closed else {}
        for account in {*before, *after, *at_close}:
            amount = after.get(account, ZERO) - before.get(account, ZERO)
            if chart.is_result(account):
                amount += at_close.get(account, ZERO)
            _add(moved, Place(account, period), amount)
        profit = sum((amount for account, amount in at_close.items() if chart.is_result(account)), ZERO)
        _add(moved, Place(chart.playing(Part.RETAINED), period), -profit)
    return moved


def _add(moved: dict[Place, Decimal], place: Place, amount: Decimal) -> None:
    total = moved.get(place, ZERO) + amount
    if total:
        moved[place] = total
    else:
        moved.pop(place, None)
