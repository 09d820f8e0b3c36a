"""The books beside the model, month by month and in total."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property

from infra.local.demo.books import Amounts, Measure, Place

_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Row:
    """One amount on both sides, in the entity's base currency; ``month`` is empty in a total."""

    entity: str
    dataset: str
    month: str
    measure: Measure
    books: Decimal
    model: Decimal

    @property
    def equal(self) -> bool:
        """To the cent and beyond."""
        return self.books == self.model


@dataclass(frozen=True)
class Comparison:
    """Every month, then every total; each side's missing amount counts as zero."""

    months: tuple[Row, ...]
    totals: tuple[Row, ...]

    @cached_property
    def differences(self) -> tuple[Row, ...]:
        """Where the two disagree."""
        return tuple(row for row in (*self.months, *self.totals) if not row.equal)

    @property
    def equal(self) -> bool:
        """Whether the two agree, and there is something to agree about."""
        return bool(self.months) and not self.differences


def compare(books: Amounts, model: Amounts) -> Comparison:
    """Both sides joined, ordered by entity, dataset, month and measure."""
    return Comparison(
        months=_joined(books, model, lambda place: place),
        totals=_joined(books, model, lambda place: Place(place.entity, place.dataset, "", place.measure)),
    )


def in_reach(amounts: Amounts, years: int) -> Amounts:
    """Without the budgets of years that are not asked for: so many before and after this one are."""
    near = {str(datetime.now(UTC).year + n) for n in range(-years, years + 1)}
    return {place: x for place, x in amounts.items() if place.dataset != "budgets" or place.month[:4] in near}


def _joined(books: Amounts, model: Amounts, under: Callable[[Place], Place]) -> tuple[Row, ...]:
    left, right = _grouped(books, under), _grouped(model, under)
    return tuple(
        Row(key.entity, key.dataset, key.month, key.measure, left.get(key, _ZERO), right.get(key, _ZERO))
        for key in sorted({*left, *right})
    )


def _grouped(amounts: Amounts, under: Callable[[Place], Place]) -> dict[Place, Decimal]:
    sums: dict[Place, Decimal] = {}
    for place, amount in amounts.items():
        sums[under(place)] = sums.get(under(place), _ZERO) + amount
    return sums
