"""Xero's dates: ``/Date(ms+0000)/`` in records, ``/Date(ms)/`` in envelopes, ISO text beside them.

Document dates are the organisation's calendar dates at midnight UTC; nothing here ever converts a zone.
Source: Xero, Requests and responses, JSON date formats.
"""

import re
from datetime import UTC, date, datetime, time, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WIRE = re.compile(r"^/Date\((-?\d+)(?:[+-]\d{4})?\)/$")
_ISO = re.compile(r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?$")


def milliseconds(value: object) -> int | None:
    """Milliseconds since 1970 of a wire date, None of anything else."""
    found = _WIRE.match(value) if isinstance(value, str) else None
    return int(found[1]) if found else None


def instant(value: object) -> datetime | None:
    """The aware UTC instant of a wire date, None of anything else."""
    ms = milliseconds(value)
    return None if ms is None else EPOCH + timedelta(milliseconds=ms)


def stamp(at: datetime) -> str:
    """The form of dates in records."""
    return f"/Date({_since_epoch(at)}+0000)/"


def midnight(day: date) -> datetime:
    """The instant that stands for a calendar date."""
    return datetime.combine(day, time(), UTC)


def bare(at: datetime) -> str:
    """The form of dates in envelopes."""
    return f"/Date({_since_epoch(at)})/"


def text(at: datetime) -> str:
    """The form of the ``…String`` siblings: to the second, without a zone."""
    return at.strftime("%Y-%m-%dT%H:%M:%S")


def from_iso(value: object) -> object:
    """ISO text as a wire date; anything else as it is. Text without a zone is UTC."""
    if not (isinstance(value, str) and _ISO.match(value)):
        return value
    at = datetime.fromisoformat(value)
    return stamp(at if at.tzinfo else at.replace(tzinfo=UTC))


def _since_epoch(at: datetime) -> int:
    return (at - EPOCH) // timedelta(milliseconds=1)
