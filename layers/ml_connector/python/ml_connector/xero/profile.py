"""Who an organisation is: what a person recognises it by, and what it is pinned to.

Source: Xero, Accounting API, Organisation.
"""

import datetime as dt
from typing import Any

from msgspec import field

from ml_connector.errors import ContractBroken
from ml_connector.xero.models.base import Day, XeroRecord, day, maybe, text
from ml_connector.xero.reading import records

_MONTHS = "January February March April May June July August September October November December".split()


class Profile(XeroRecord):
    """One organisation as it shows itself."""

    id: str = field(name="OrganisationID")
    name: str = ""
    short_code: str = ""
    base_currency: str = ""
    country: str = text("CountryCode")
    year_end_day: int | None = maybe("FinancialYearEndDay")
    year_end_month: int | None = maybe("FinancialYearEndMonth")
    period_lock_date: Day | None = None
    end_of_year_lock_date: Day | None = None

    def __post_init__(self) -> None:
        """Read the dates; raises ValueError."""
        self.period_lock_date = day("PeriodLockDate", self.period_lock_date)
        self.end_of_year_lock_date = day("EndOfYearLockDate", self.end_of_year_lock_date)

    @property
    def year_end(self) -> str:
        """Such as 31 March; empty if Xero does not tell."""
        if self.year_end_day is None or self.year_end_month is None or not 1 <= self.year_end_month <= len(_MONTHS):
            return ""
        return f"{self.year_end_day} {_MONTHS[self.year_end_month - 1]}"

    @property
    def locked_until(self) -> dt.date | None:
        """The later of both lock dates."""
        return max(filter(None, (self.period_lock_date, self.end_of_year_lock_date)), default=None)


def profile(body: bytes, asked: str) -> Profile:
    """The one organisation in an answer of /Organisation; raises ContractBroken if there is no readable one."""
    found: list[Any] = records(body, "Organisations", Profile)
    if len(found) != 1 or not isinstance(found[0], Profile):
        raise ContractBroken(
            f"{asked}: Xero shows one organisation per tenant, this is not one ({len(found)} found); "
            "look at xero_api in settings"
        )
    return found[0]
