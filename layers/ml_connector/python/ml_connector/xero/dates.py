"""Dates as Xero writes them: /Date(1539993600000+0000)/, milliseconds since 1970 UTC, or ISO 8601.

The offset after the milliseconds says nothing and may be missing; the milliseconds may be negative.
Source: Xero, Requests and responses, Dates.
"""

from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_DAY = 86_400_000


def moment(text: object) -> datetime:
    """The instant, aware UTC; raises ValueError when this is none. A time without zone is UTC."""
    try:
        if (ms := _milliseconds(text)) is not None:
            return _EPOCH + timedelta(milliseconds=ms)
        found = datetime.fromisoformat(str(text))
    except (ValueError, OverflowError):
        raise ValueError("not an instant as Xero writes it") from None
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def day(text: object) -> date:
    """The calendar date; raises ValueError when this is none.

    Xero encodes the organisation's own date as midnight UTC, so it is taken as it stands and never converted.
    """
    try:
        if (ms := _milliseconds(text)) is not None:
            return date.fromordinal(_EPOCH_DAY + ms // _DAY)
        return date.fromisoformat(str(text)[:10])
    except (ValueError, OverflowError):
        raise ValueError("not a date as Xero writes it") from None


def _milliseconds(text: object) -> int | None:
    if not isinstance(text, str) or not text.startswith("/Date("):
        return None
    inner = text[6:-2]
    # The commonest form first: four digits of offset behind a sign.
    if inner[-5:-4] in ("+", "-"):
        return int(inner[:-5])
    return int(inner)
