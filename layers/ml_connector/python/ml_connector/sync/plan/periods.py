"""Periods as Anaplan's calendars name them, and which of them only add up others."""

import calendar
import re
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

_MONTHS = {
    name.casefold(): number
    for names in (calendar.month_abbr, calendar.month_name)
    for number, name in enumerate(names)
    if name
}
_YEAR = r"(?P<year>\d{4}|\d{2})"
_MONTH_FORMS = tuple(
    map(
        re.compile,
        (
            r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})",
            r"(?P<year>\d{4})(?P<month>0[1-9]|1[0-2])",
            r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})",
            rf"(?P<name>[a-z]+)[ \-'/]*{_YEAR}",
            r"(?P<year>\d{4})[ \-](?P<name>[a-z]+)",
        ),
    )
)
_FISCAL_MONTHS = tuple(
    map(
        re.compile, (rf"fy ?{_YEAR}[ \-]*[mp] ?(?P<number>\d{{1,2}})", rf"[mp] ?(?P<number>\d{{1,2}})[ \-]*fy ?{_YEAR}")
    )
)
_FISCAL_WEEKS = tuple(
    map(
        re.compile,
        (
            rf"fy ?{_YEAR}[ \-]*(?:w|wk|week) ?(?P<number>\d{{1,2}})",
            rf"(?:w|wk|week) ?(?P<number>\d{{1,2}})[ \-]*fy ?{_YEAR}",
        ),
    )
)
_ISO_WEEK = re.compile(r"(?P<year>\d{4})[ \-]*w(?P<week>\d{1,2})")
_DAY = re.compile(
    rf"(?P<what>w/?c|w/?e|week commencing|week ending|week of)? ?(?P<day>\d\d?)[ \-](?P<name>[a-z]+)[ \-]{_YEAR}"
)
_SUMMARY = re.compile(
    r"(?:fy|cy)? ?\d{4}|(?:fy|cy) ?\d{2}|(?:fy|cy) ?\d{2,4}[ \-]*[qh][1-4]|[qh][1-4][ \-]*(?:fy|cy)? ?\d{2,4}"
    r"|\d{4}[ \-]*[qh][1-4]|(?:(?:fy|cy) ?\d{2,4} )?(?:ytd|ytg|year to date|year to go)(?: (?:fy|cy) ?\d{2,4})?"
    r"|all periods|all time|total|(?:total )?(?:fy|cy) ?\d{2,4} total"
)
_WEEKS, _YEARS_MONTHS = 53, 12


class Period(Struct, frozen=True):
    """A month or a week, by its days.

    name   2026-01, or 2026-01-05w for the week that begins on that day, or such as 2026-01-05+28 for so many days,
           whatever Anaplan calls it: it is part of what a journal is known by
    """

    first: date
    last: date
    name: str

    @property
    def after(self) -> date:
        """The first day of what follows."""
        return self.last + timedelta(days=1)


class Calendar(Struct, frozen=True):
    """How the model's fiscal years run; FY26 is the one that ends in 2026.

    first_month   1 to 12
    named         periods that the model divides time into by rules of its own, by their names in small letters
    """

    first_month: int = 1
    named: Mapping[str, Period] = MappingProxyType({})

    def period(self, text: str) -> Period | None:
        """The month or week of that name; None if it is none, or only adds up others."""
        word = " ".join(text.split()).casefold()
        return self.named.get(word) or _period(word, self.first_month)


def is_summary(text: str) -> bool:
    """Whether a name of the time dimension adds up periods: a quarter, a half, a year, to date."""
    return bool(_SUMMARY.fullmatch(" ".join(text.split()).casefold()))


def month(year: int, number: int) -> Period:
    """One month."""
    last = calendar.monthrange(year, number)[1]
    return Period(date(year, number, 1), date(year, number, last), f"{year:04d}-{number:02d}")


@lru_cache(maxsize=4096)  # few names, on every one of many thousand rows
def _period(word: str, first_month: int) -> Period | None:
    try:
        return _fiscal(word, first_month) or _month_named(word) or _week_named(word)
    except ValueError:  # a day or a week that no calendar has
        return None


def _fiscal(word: str, first_month: int) -> Period | None:
    for forms, most in ((_FISCAL_MONTHS, _YEARS_MONTHS), (_FISCAL_WEEKS, _WEEKS)):
        for form in forms:
            found = form.fullmatch(word)
            if not found or not 1 <= (number := int(found["number"])) <= most:
                continue
            year = _year(found["year"])
            start = date(year if first_month == 1 else year - 1, first_month, 1)
            if forms is _FISCAL_WEEKS:
                return _week(start + timedelta(weeks=number - 1))
            months = start.year * _YEARS_MONTHS + start.month - 1 + number - 1
            return month(months // _YEARS_MONTHS, months % _YEARS_MONTHS + 1)
    return None


def _month_named(word: str) -> Period | None:
    for form in _MONTH_FORMS:
        if found := form.fullmatch(word):
            parts = found.groupdict()
            number = _MONTHS.get(parts["name"], 0) if "name" in parts else int(parts["month"])
            if 1 <= number <= _YEARS_MONTHS:
                return month(_year(parts["year"]), number)
    return None


def _week_named(word: str) -> Period | None:
    if found := _ISO_WEEK.fullmatch(word):
        return _week(date.fromisocalendar(int(found["year"]), int(found["week"]), 1))
    if (found := _DAY.fullmatch(word)) and found["name"] in _MONTHS:
        day = date(_year(found["year"]), _MONTHS[found["name"]], int(found["day"]))
        ends = found["what"] in ("we", "w/e", "week ending")
        return _week(day - timedelta(days=6) if ends else day)
    return None


def _week(first: date) -> Period:
    return Period(first, first + timedelta(days=6), f"{first:%Y-%m-%d}w")


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)  # noqa: PLR2004 - with and without its century
