"""The calendar of the models: what the field period_name says of a date."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from ml_connector.hosts import Part

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS = frozenset({"month", "mm", "yy", "yyyy", "fy", "period", "week"})


def _template(value: str) -> str:
    names = re.findall(r"\{([^{}]*)\}", value)
    if not names or (unknown := set(names) - PARTS):
        told = f"; {', '.join(sorted(unknown))} is none of them" if names else ""
        raise ValueError(f"must be text with some of {', '.join(f'{{{part}}}' for part in sorted(PARTS))}{told}")
    return value


class Calendar(Part):
    """How the models divide time.

    kind         calendar months, or quarters of whole weeks
    first_month  of the fiscal year, which is called after the calendar year in which it ends
    week_begins  of weeks: a fiscal year begins on such a day, the one that is nearest to the first of ``first_month``
    years        the first days of fiscal years that begin otherwise, by the number of the year
    period       what a period is called: {month} Oct, {mm} 10, {yy} 26, {yyyy} 2026, {fy} 27, {period} 07, {week} 05
    first, last  the model's timescale, both days included; a row outside of it is kept back
    """

    kind: Literal["months", "4-4-5", "4-5-4", "5-4-4"] = "months"
    first_month: int = Field(1, ge=1, le=12)
    week_begins: Literal[WEEKDAYS] = "Monday"  # type: ignore[valid-type]  # the names are a tuple, for look-ups
    years: dict[int, date] = Field(default_factory=dict)
    period: Annotated[str, AfterValidator(_template)] = "{month} {yy}"
    first: date | None = None
    last: date | None = None
