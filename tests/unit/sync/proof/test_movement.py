"""Movements from the balances that a trial balance shows."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.proof.amounts import Place, added
from ml_connector.sync.proof.movement import YearEnd, days_needed, month_end, movements
from ml_connector.sync.proof.parts import Part

from tests.unit.sync.proof.chart_of import CHART

MONTHS = [f"{year}-{month:02d}" for year in (2019, 2020) for month in range(1, 13)]
ends = st.sampled_from([YearEnd(12, 31), YearEnd(3, 31), YearEnd(2, 29), YearEnd(2, 28), YearEnd(4, 5), YearEnd(6, 30)])
entries = st.lists(
    st.tuples(
        st.dates(dt.date(2018, 11, 1), dt.date(2020, 12, 31)),
        st.sampled_from(sorted(CHART.accounts)),
        st.sampled_from(sorted(CHART.accounts)),
        st.decimals("0.01", "999.99", places=2),
    ),
    max_size=40,
)


def shown(entries: list[tuple[dt.date, str, str, Decimal]], day: dt.date, end: YearEnd) -> dict[str, Decimal]:
    """What a trial balance shows on a day: results since the year began, and what came before in retained earnings."""
    ended = (end.within(dt.date(year, 1, 1), dt.date(year, 12, 31)) for year in range(2017, 2021))
    closed = max(last for last in ended if last and last < day)
    balances: dict[str, Decimal] = {}
    for on, debit, credit, amount in entries:
        for account, signed in ((debit, amount), (credit, -amount)):
            if on <= day:
                old = CHART.is_result(account) and on <= closed
                name = CHART.playing(Part.RETAINED) if old else account
                balances[name] = balances.get(name, Decimal(0)) + signed
    return balances


@given(entries, ends)
def test_movements_are_what_was_entered_in_the_month(
    entries: list[tuple[dt.date, str, str, Decimal]], end: YearEnd
) -> None:
    """Neither the new year of results nor the profit that becomes retained earnings is a movement."""
    entered = added(
        {Place(account, on.isoformat()[:7]): signed}
        for on, debit, credit, amount in entries
        for account, signed in ((debit, amount), (credit, -amount))
        if on.isoformat()[:7] in MONTHS
    )
    balances = {day: shown(entries, day, end) for day in days_needed(MONTHS, end)}

    assert movements(MONTHS, balances, end, CHART) == entered


@pytest.mark.parametrize(("year", "day"), [(2020, 29), (2021, 28)])
def test_a_year_that_ends_on_29_february_ends_on_the_28th_where_there_is_none(year: int, day: int) -> None:
    """A real organisation has this year end."""
    assert YearEnd(2, 29).within(dt.date(year, 1, 1), dt.date(year, 12, 31)) == dt.date(year, 2, day)


def test_months_in_a_row_need_one_day_more_than_they_are() -> None:
    """Each day is one call to Xero."""
    assert len(days_needed(MONTHS, YearEnd())) == len(MONTHS) + 1
    assert month_end("2020-02") == dt.date(2020, 2, 29)
