"""When and with whom things happen that are no invoice: months, days, stamps, contacts. Knows no amounts."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from math import ceil
from random import Random

from infra.local.firm.formats import midnight
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Contact

_MONTHS = 12


def some(count: float, scale: float) -> int:
    """``count`` times the size of the firm; at least one in any firm that has documents."""
    return ceil(count * scale) if scale else 0


def months(masters: Masters, scale: float) -> list[date]:
    """First days of the newest months; all twelve in a firm of full size, one at least in a smaller one."""
    wanted = min(_MONTHS, ceil(_MONTHS * scale))
    index = masters.as_of.year * _MONTHS + masters.as_of.month - 1
    return [date(n // _MONTHS, n % _MONTHS + 1, 1) for n in range(index - wanted + 1, index + 1)]


def month_end(month: date) -> date:
    """The last day of a month."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def some_day(masters: Masters, rng: Random) -> date:
    """Any day of the year, but for its first weeks."""
    return masters.as_of - timedelta(days=rng.randrange(330))


def stamp(masters: Masters, day: date, rng: Random) -> datetime:
    """When something dated so was entered: in office hours, and never after the end."""
    moment = midnight(day) + masters.books.opens + timedelta(milliseconds=rng.randrange(9 * 3600 * 1000))
    return min(moment, masters.last_instant)


def local(masters: Masters, contacts: Sequence[Contact], rng: Random) -> Contact:
    """An active contact who trades in the base currency."""
    base = masters.books.base_currency
    return rng.choice([one for one in contacts if one.currency == base and one.status == "ACTIVE"])


def bank_in(masters: Masters, currency: str) -> Account:
    """The first bank account in a currency, or else the main one."""
    banks = masters.chart.banks
    return next((bank for bank in banks if bank.currency == currency), banks[0])
