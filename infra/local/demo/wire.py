"""What the reading of Xero's records for the comparison shares."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

Record = Mapping[str, Any]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIRE_DATE = re.compile(r"/Date\((-?\d+)")


class Booked(NamedTuple):
    """An amount in base currency; ``month`` is such as 2026-10."""

    dataset: str
    month: str
    net: Decimal
    tax: Decimal | None = None


def month(date: str) -> str:
    """The month of a date as Xero writes it."""
    found = _WIRE_DATE.match(date)
    if found is None:
        raise ValueError(f"{date!r} is no date of Xero's")
    return f"{_EPOCH + timedelta(milliseconds=int(found[1])):%Y-%m}"
