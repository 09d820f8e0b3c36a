"""One exchange rate per currency and day. Knows no document.

Source: Xero, Invoices, CurrencyRate: foreign units for one unit of the base currency, six decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from infra.local.firm.books import Books
from infra.local.firm.dice import dice

ONE = Decimal("1.000000")
DAYS = 380  # a year of documents, and the days before it to which a date may be moved back


@dataclass(frozen=True)
class Rates:
    by_currency: Mapping[str, Mapping[date, Decimal]]

    def on(self, currency: str, day: date) -> Decimal:
        """Units of `currency` for one of the base currency on `day`; 1 for the base currency itself."""
        return self.by_currency[currency][day] if currency in self.by_currency else ONE


def rates_until(books: Books, as_of: date, seed: int) -> Rates:
    return Rates({currency: _walk(books, currency, as_of, seed) for currency in books.foreign})


def _walk(books: Books, currency: str, as_of: date, seed: int) -> dict[date, Decimal]:
    rng = dice(seed, books.tenant_id, "rate", currency)
    rate, walk = books.foreign[currency], {}
    for back in range(DAYS, -1, -1):
        rate *= 1 + rng.uniform(-0.006, 0.006)
        walk[as_of - timedelta(days=back)] = Decimal(f"{rate:.6f}")
    return walk
