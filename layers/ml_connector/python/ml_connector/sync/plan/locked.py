"""Up to when books are locked, and the first day that is open."""

from datetime import date, timedelta

from msgspec import Struct


class Books(Struct, frozen=True):
    """Of one organisation: up to which day its books are locked, if they are."""

    locked_until: date | None = None


def open_day(day: date, books: Books, when_locked: str, faults: list[str]) -> date:
    """The day itself if the books are open then; else the first open day, or a fault.

    A day that equals the lock date is taken as locked.
    """
    if books.locked_until is None or day > books.locked_until:
        return day
    if when_locked == "stop":
        faults.append(
            f"{day} is in a locked period, Xero's books are locked until {books.locked_until}; unlock them in Xero, or "
            "set when_locked: next_open_day"
        )
    return books.locked_until + timedelta(days=1)
