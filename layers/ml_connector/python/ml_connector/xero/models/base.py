"""What all of Xero's records share: how fields are found, how dates are read, what is tolerated.

They are read by msgspec, which makes a record of a page in a quarter of the time that pydantic takes, and figures
straight from their text.
"""

import datetime as dt
import functools
from collections.abc import Callable
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, field

from ml_connector.xero import dates

if TYPE_CHECKING:
    Day = dt.date
    Moment = dt.datetime
else:
    Day = Moment = Any  # text, until ``__post_init__`` has read it

D = TypeVar("D", bound=dt.date)

# Documents of a year share few dates, so most are looked up instead of parsed.
_day = functools.lru_cache(maxsize=4096)(dates.day)


class XeroRecord(Struct, rename="pascal", gc=False):
    """What all of them share. A record is made once and changed by nobody; it holds no cycles."""


def text(name: str) -> Any:
    """Text under this name, empty without it."""
    return field(name=name, default="")


def maybe(name: str) -> Any:
    """A value under this name, None without it."""
    return field(name=name, default=None)


class Party(XeroRecord):
    """A contact, as documents name it."""

    id: str = text("ContactID")
    name: str = ""


class BankAccount(XeroRecord):
    """An account, as what moves on it names it."""

    id: str = text("AccountID")
    code: str = ""


def at(path: str) -> Any:
    """What stands in a record inside, as if it were the record's own."""
    return property(attrgetter(path))


def moment(name: str, *found: object) -> dt.datetime:
    """The first that is there, as an instant; raises ValueError with the field's name."""
    if (read := _first(name, dates.moment, found)) is None:
        raise ValueError(f"{name}: missing")
    return read


def day(name: str, *found: object) -> dt.date | None:
    """The first that is there, as a day, if there is one; raises ValueError with the field's name."""
    return _first(name, _day, found)


def finite(*figures: Decimal | None) -> None:
    """Raises ValueError for what Decimal takes from text and nothing can be added to: NaN, Infinity."""
    if not all(figure is None or figure.is_finite() for figure in figures):
        raise ValueError("a figure is not finite")


def _first(name: str, read: Callable[[object], D], found: tuple[object, ...]) -> D | None:
    for value in found:
        if value is not None:
            try:
                return read(value)
            except ValueError as wrong:
                raise ValueError(f"{name}: {wrong}") from None
    return None
