"""From a date to the period that a model knows: calendar months, or months of four and five whole weeks."""

from datetime import date, timedelta
from itertools import accumulate

from ml_connector.settings import Calendar
from ml_connector.settings.calendar import WEEKDAYS
from ml_connector.sync.unmapped import Unmapped

MONTHS = tuple("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split())
_WEEK = 7
_IN_A_YEAR = 12
_REMEDY = "correct the date in Xero, or extend the model's time scale and the calendar in the settings"


class Periods(dict[str, str]):
    """The period's name by the ISO date, worked out once for each date; empty for no date.

    raises  Unmapped: the model's timescale does not reach the date
    """

    def __init__(self, calendar: Calendar) -> None:
        super().__init__({"": ""})
        self._calendar = calendar

    def __missing__(self, iso: str) -> str:
        day, calendar = date.fromisoformat(iso), self._calendar
        if (calendar.first and day < calendar.first) or (calendar.last and day > calendar.last):
            raise Unmapped(f"the model's time goes from {calendar.first or '…'} to {calendar.last or '…'}", _REMEDY)
        name = self[iso] = calendar.period.format_map(_parts(day, calendar))
        return name


def _parts(day: date, calendar: Calendar) -> dict[str, str]:
    if calendar.kind == "months":
        years = day.month >= calendar.first_month and calendar.first_month > 1
        return _named(day.year + years, (day.month - calendar.first_month) % _IN_A_YEAR, calendar, week=None)
    fiscal = max(year for year in range(day.year - 1, day.year + 3) if _begin(year, calendar) <= day)
    week = (day - _begin(fiscal, calendar)).days // _WEEK
    lengths = [int(weeks) for weeks in calendar.kind.split("-")] * 4
    # A year of 53 weeks gives the last one to its last month.
    period = sum(week >= end for end in list(accumulate(lengths))[:-1])
    return _named(fiscal, period, calendar, week=week + 1)


def _named(fiscal: int, period: int, calendar: Calendar, week: int | None) -> dict[str, str]:
    month = (calendar.first_month - 1 + period) % _IN_A_YEAR
    year = fiscal - (calendar.first_month > 1 and month + 1 >= calendar.first_month)
    return {
        "month": MONTHS[month],
        "mm": f"{month + 1:02d}",
        "yy": f"{year % 100:02d}",
        "yyyy": str(year),
        "fy": f"{fiscal % 100:02d}",
        "period": f"{period + 1:02d}",
        "week": "" if week is None else f"{week:02d}",
    }


def _begin(fiscal: int, calendar: Calendar) -> date:
    """The first day of a fiscal year of whole weeks."""
    if fiscal in calendar.years:
        return calendar.years[fiscal]
    first = date(fiscal - (calendar.first_month > 1), calendar.first_month, 1)
    ahead = (WEEKDAYS.index(calendar.week_begins) - first.weekday()) % _WEEK
    return first + timedelta(days=ahead if ahead <= _WEEK // 2 else ahead - _WEEK)
