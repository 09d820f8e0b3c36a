"""How the Xero Accounting API writes instants, dates and amounts. Knows no collection.

Source: Xero, Requests and responses, JSON date formats; Xero, Rounding in Xero.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def money(amount: Decimal) -> Decimal:
    """`amount` to the cent, halves away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def ticks(instant: datetime) -> str:
    """`/Date(ms+0000)/` of an aware instant, to the millisecond."""
    return f"/Date({(instant - _EPOCH) // _MILLISECOND}+0000)/"


def zulu(instant: datetime) -> str:
    """`YYYY-MM-DDThh:mm:ssZ` of an instant in UTC, seconds cut off."""
    return instant.strftime("%Y-%m-%dT%H:%M:%SZ")


def midnight(day: date) -> datetime:
    """The instant by which Xero writes a calendar date: its midnight in UTC, whatever the organisation's zone."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def day_ticks(day: date) -> str:
    return ticks(midnight(day))


def day_string(day: date) -> str:
    """The `DateString` sibling: no zone, always midnight."""
    return f"{day.isoformat()}T00:00:00"
