"""The lines of one document: what was sold, at which tax, booked and tracked where.

Knows amounts line by line, each rounded alone as Xero does; refuses to know the document's total, status or payments.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from infra.local.firm.books import Tax
from infra.local.firm.catalogue import Item
from infra.local.firm.dice import chance, new_id
from infra.local.firm.formats import money
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Line, Option, total
from infra.local.firm.names import PLACES
from infra.local.firm.sides import Side

MOST = 6
_COUNTS, _COUNT_WEIGHTS = (1, 2, 3, 4, 5, 6), (36, 26, 16, 10, 7, 5)
_ONE = Decimal("1.0000")
_QUARTER = Decimal("0.2500")


@dataclass(frozen=True)
class LineWriter:
    """Writes the lines of one document; every draw comes from `rng`."""

    rng: Random
    masters: Masters
    side: Side
    document_id: str
    day: date
    line_amounts: str
    zero_rated: bool  # as most of what crosses a border is

    def lines(self) -> tuple[Line, ...]:
        """1 to 6 lines; their sum is never negative."""
        lines = [self._item(n) for n in range(self.rng.choices(_COUNTS, _COUNT_WEIGHTS)[0])]
        extras = self._extras(lines)
        return (*lines, *(extra for _, extra in zip(range(MOST - len(lines)), extras, strict=False)))

    def _extras(self, lines: list[Line]) -> Iterator[Line]:
        if chance(self.rng, 0.06):
            yield self._discount(len(lines), lines[0], total(line.amount for line in lines))
        if chance(self.rng, 0.05):
            yield Line(self._id(len(lines) + 1), "As discussed by telephone; please quote our reference.")

    def _item(self, n: int) -> Line:
        item = self._choose()
        unit_amount = Decimal(self.rng.randint(*item.cents)).scaleb(-2)
        quantity = self.rng.randint(*item.quarters) * _QUARTER
        return self._booked(n, self._describe(item), quantity, unit_amount, self._account(item))

    def _choose(self) -> Item:
        item = self.rng.choice(self.side.catalogue)
        closed = self._account(item).status == "ARCHIVED" and self.day >= self.masters.closing
        return self.side.catalogue[0] if closed else item

    def _discount(self, n: int, first: Line, amount: Decimal) -> Line:
        off = -money(amount * self.rng.randint(2, 10) / 100)
        return self._booked(n, "Framework discount, as agreed", _ONE, off, first.account or self._account_of("200"))

    def _booked(self, n: int, text: str, quantity: Decimal, unit_amount: Decimal, account: Account) -> Line:
        amount = money(quantity * unit_amount)
        tax = self._tax(account)
        return Line(
            line_id=self._id(n),
            description=text,
            quantity=quantity,
            unit_amount=unit_amount,
            amount=amount,
            tax_type=tax.type,
            tax=tax_on(amount, tax.rate, self.line_amounts),
            account=account,
            tracking=self._tracking(),
        )

    def _tax(self, account: Account) -> Tax:
        kind = "zero" if self.zero_rated else account.tax_kind
        return self.side.taxes(self.masters.books)["none" if self.line_amounts == "NoTax" else kind]

    def _tracking(self) -> tuple[Option, ...]:
        """Both categories on most lines, one of them or none on the others."""
        wanted = self.rng.choices((slice(0, 2), slice(0, 1), slice(1, 2), slice(0)), (65, 15, 10, 10))[0]
        return tuple(self._option(options) for options in self.masters.categories[wanted])

    def _option(self, options: tuple[Option, ...]) -> Option:
        option = self.rng.choice(options)
        return options[0] if option.status == "ARCHIVED" and self.day >= self.masters.closing else option

    def _describe(self, item: Item) -> str:
        return item.description.format(month=f"{self.day:%Y-%m}", place=self.rng.choice(PLACES))

    def _account(self, item: Item) -> Account:
        return self._account_of(item.account_code)

    def _account_of(self, code: str) -> Account:
        return self.masters.chart.by_code[code]

    def _id(self, n: int) -> str:
        return new_id(self.masters.books.tenant_id, "line", self.document_id, n)


def tax_on(amount: Decimal, rate: Decimal, line_amounts: str) -> Decimal:
    """The tax on a line's amount, or in it when amounts are Inclusive; rounded to the cent."""
    return money(amount * rate / (1 + rate) if line_amounts == "Inclusive" else amount * rate)
