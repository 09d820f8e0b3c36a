"""Instants as text that sorts as time does.

Knows aware UTC only; a naive datetime is refused.
"""

from datetime import UTC, datetime


def write(instant: datetime) -> str:
    """UTC with six digits of seconds, always of one length."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant!r} has no time zone; give an aware UTC datetime")
    return instant.astimezone(UTC).isoformat(timespec="microseconds")


def read(text: str) -> datetime:
    """The instant that ``write`` wrote."""
    return datetime.fromisoformat(text)
