"""Budgets are asked for one by one, two years at a time."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.xero.endpoints import ENDPOINTS
from ml_connector.xero.paging import Position
from ml_connector.xero.singles import Question, after_list, after_one, questions

MOST_DAYS = 731


def test_a_question_names_the_budget_and_two_whole_years() -> None:
    """Xero refuses more than 24 months."""
    question = Question("b-1", 2025)

    assert question.path(ENDPOINTS["budgets"]) == "Budgets/b-1"
    assert question.params == {"DateFrom": "2025-01-01", "DateTo": "2026-12-31"}


@given(st.dates(date(2010, 1, 1), date(2060, 12, 31)), st.integers(0, 10))
def test_windows_cover_the_years_wanted_without_gap_or_overlap(today: date, years: int) -> None:
    """A month that is in two windows would count twice, one in none would be missing."""
    spans = [one.params for one in questions(["b"], today, years)]
    days = [(date.fromisoformat(span["DateFrom"]), date.fromisoformat(span["DateTo"])) for span in spans]

    assert days[0][0] <= date(today.year - years, 1, 1)
    assert days[-1][1] >= date(today.year + years, 12, 31)
    assert all(after[0] - before[1] == timedelta(days=1) for before, after in pairwise(days))
    assert all(last - first <= timedelta(days=MOST_DAYS) for first, last in days)


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_a_window_stays_the_same_whatever_the_year(year: int) -> None:
    """What is not asked for any more must not look as if it had vanished."""
    firsts = {one.first for one in questions(["b"], date(year, 6, 1), 2)}

    assert all(first % 2 == 0 for first in firsts)


def test_a_pass_asks_the_list_and_then_every_question_once() -> None:
    """The list is page 1; a list without budgets is all there is."""
    asked, position = 3, after_list(Position(page=1, pages=1, calls=1, done=True), count=2)
    pages = []
    while not position.done:
        pages.append(position.page)
        position = after_one(position, calls=1, of=asked)

    assert (pages, position.calls) == ([2, 3, 4], 4)
    assert after_list(Position(done=True), count=0).done
