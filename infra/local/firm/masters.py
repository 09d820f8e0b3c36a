"""Everything a document refers to, of one organisation at one date. Knows no document."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from infra.local.firm.books import Books
from infra.local.firm.chart import Chart, chart_of, options_of
from infra.local.firm.contacts import Contacts, contacts_of
from infra.local.firm.dice import dice
from infra.local.firm.formats import midnight
from infra.local.firm.model import Option
from infra.local.firm.rates import Rates, rates_until


@dataclass(frozen=True)
class Masters:
    books: Books
    as_of: date
    opened: datetime  # when the organisation was set up in Xero
    chart: Chart
    contacts: Contacts
    categories: tuple[tuple[Option, ...], ...]
    rates: Rates

    @property
    def first_day(self) -> date:
        """The first day of the twelve months that have documents."""
        return self.as_of - timedelta(days=364)

    @property
    def closing(self) -> date:
        """From here on nothing is booked on what has been archived since."""
        return self.first_day + timedelta(days=120)

    @property
    def last_instant(self) -> datetime:
        return datetime.combine(self.as_of, time(23, 59, 59, 999000), UTC)


def masters_of(books: Books, as_of: date, seed: int) -> Masters:
    opened = midnight(as_of - timedelta(days=900)) + timedelta(hours=9, milliseconds=417)
    return Masters(
        books=books,
        as_of=as_of,
        opened=opened,
        chart=chart_of(books, opened),
        contacts=contacts_of(books, opened, dice(seed, books.tenant_id, "contacts")),
        categories=tuple(options_of(books, category) for category in books.categories),
        rates=rates_until(books, as_of, seed),
    )
