"""Reads If-Modified-Since, to the second and inclusive.

Three forms arrive: ``2026-01-02T03:04:05`` (UTC), the same with fraction and offset, and RFC 1123.
Source: Xero, Requests and responses, HTTP headers; the second is Xero's precision, records carry milliseconds.
"""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from infra.local.vendors.xero.query.errors import HeaderWrong


def modified_since(header: str) -> datetime:
    """The aware UTC instant from which records count; raises HeaderWrong."""
    at = _iso(header.strip()) or _rfc1123(header.strip())
    if at is None:
        raise HeaderWrong(f"If-Modified-Since cannot be read: {header!r}")
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).replace(microsecond=0)


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc1123(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return None
