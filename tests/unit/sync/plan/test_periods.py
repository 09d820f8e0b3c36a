"""Periods by whatever name the model's calendar gives them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.plan.periods import Calendar, is_summary, month

APRIL = Calendar(first_month=4)


@pytest.mark.parametrize(
    "text", ["Jan 26", "JAN  26", "Jan-26", "January 2026", "2026-01", "202601", "01/2026", "FY26 M10"]
)
def test_a_month_has_many_names(text: str) -> None:
    """They all are the same key of the ledger."""
    assert APRIL.period(text) == month(2026, 1)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-W05", date(2026, 1, 26), date(2026, 2, 1)),
        ("FY26 W01", date(2025, 4, 1), date(2025, 4, 7)),
        ("Week 2 FY26", date(2025, 4, 8), date(2025, 4, 14)),
        ("w/c 05 Jan 26", date(2026, 1, 5), date(2026, 1, 11)),
        ("Week ending 11 Jan 2026", date(2026, 1, 5), date(2026, 1, 11)),
    ],
)
def test_a_week_is_known_by_its_days(text: str, first: date, last: date) -> None:
    """Two names of one week must not be two journals."""
    found = APRIL.period(text)

    assert found is not None
    assert (found.first, found.last, found.name) == (first, last, f"{first}w")


@pytest.mark.parametrize(
    "text", ["FY26", "Q1 FY26", "Q1 26", "H2 FY26", "2026 Q3", "2026", "FY26 YTD", "All Periods", "YTD FY26"]
)
def test_what_adds_up_periods_is_no_period(text: str) -> None:
    """Posting it would post everything twice."""
    assert APRIL.period(text) is None
    assert is_summary(text)


@pytest.mark.parametrize("text", ["Sales", "30 Feb 26", "2026-13", "2026-W60", "FY26 M13", "Juni 26", ""])
def test_anything_else_is_neither(text: str) -> None:
    """Then settings, or the export, name something else."""
    assert APRIL.period(text) is None
    assert not is_summary(text)


@given(st.integers(1, 12), st.integers(1, 12), st.integers(2001, 2098))
def test_the_months_of_a_fiscal_year_follow_each_other(first: int, number: int, year: int) -> None:
    """FY26 M12 is the month before FY27 M01."""
    calendar = Calendar(first)
    here = calendar.period(f"FY{year} M{number:02d}")
    then = calendar.period(f"FY{year} M{number + 1:02d}" if number < 12 else f"FY{year + 1} M01")

    assert here is not None
    assert then is not None
    assert here.after == then.first
    assert calendar.period(f"FY{year} M12").last.year == year  # type: ignore[union-attr]  # it is a month
