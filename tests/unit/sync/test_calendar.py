"""Dates into the periods of a model."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ml_connector.settings import Calendar
from ml_connector.sync.calendar import Periods
from ml_connector.sync.unmapped import Unmapped

FISCAL = "FY{fy} M{period}"
WEEKS = "FY{fy} W{week}"
DAYS = st.dates(date(2001, 1, 1), date(2050, 12, 31))


def named(day: str, **calendar: object) -> str:
    return Periods(Calendar.model_validate(calendar))[day]


@pytest.mark.parametrize(
    ("day", "calendar", "name"),
    [
        ("2026-10-15", {}, "Oct 26"),
        ("", {}, ""),
        ("2026-10-15", {"first_month": 4, "period": FISCAL}, "FY27 M07"),
        ("2027-03-31", {"first_month": 4, "period": FISCAL}, "FY27 M12"),
        ("2027-03-31", {"first_month": 4, "period": "{month} {yyyy}"}, "Mar 2027"),
        ("2026-03-30", {"kind": "4-4-5", "first_month": 4, "period": FISCAL}, "FY27 M01"),
        ("2026-03-29", {"kind": "4-4-5", "first_month": 4, "period": FISCAL}, "FY26 M12"),
        ("2026-04-27", {"kind": "4-4-5", "first_month": 4, "period": FISCAL}, "FY27 M02"),
        ("2026-06-28", {"kind": "4-4-5", "first_month": 4, "period": FISCAL}, "FY27 M03"),
        ("2026-06-29", {"kind": "4-4-5", "first_month": 4, "period": "{month} {yy}"}, "Jul 26"),
        ("2026-05-31", {"kind": "5-4-4", "first_month": 4, "period": FISCAL}, "FY27 M02"),
        ("2026-04-06", {"kind": "4-4-5", "first_month": 4, "period": WEEKS}, "FY27 W02"),
        ("2026-04-05", {"kind": "4-4-5", "first_month": 4, "years": {2027: "2026-04-05"}, "period": WEEKS}, "FY27 W01"),
        ("2025-12-29", {"kind": "4-4-5", "period": "{month} {yy} FY{fy} W{week}"}, "Jan 26 FY26 W01"),
    ],
)
def test_a_day_belongs_to_the_period_that_the_calendar_says(day: str, calendar: dict[str, object], name: str) -> None:
    """Quarters of weeks begin on the week day nearest to the first of the month, or where settings say."""
    assert named(day, **calendar) == name


@pytest.mark.parametrize("day", ["2019-12-31", "2036-01-01"])
def test_a_day_outside_of_the_models_time_is_told(day: str) -> None:
    """Anaplan has no such period, and would refuse the cell or the row."""
    with pytest.raises(Unmapped, match="2020-01-01 to 2035-12-31") as caught:
        named(day, first="2020-01-01", last="2035-12-31")

    assert "time scale" in caught.value.remedy


@settings(max_examples=25)  # of two years each
@given(DAYS, st.sampled_from(["4-4-5", "4-5-4", "5-4-4"]), st.integers(1, 12))
def test_every_week_is_in_one_period_and_every_quarter_has_thirteen(day: date, kind: str, first_month: int) -> None:
    """The last one of a year may have fourteen."""
    periods = Periods(Calendar.model_validate({"kind": kind, "first_month": first_month, "period": FISCAL}))
    days = [day + timedelta(days=n) for n in range(800)]
    names = [periods[one.isoformat()] for one in days]
    whole = {name: count for name, count in Counter(names).items() if name not in (names[0], names[-1])}

    assert {count for name, count in whole.items() if not name.endswith("M12")} <= {28, 35}
    assert {count for name, count in whole.items() if name.endswith("M12")} <= {28, 35, 42}
    assert sorted(names) == names
