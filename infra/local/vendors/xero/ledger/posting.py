"""What is posted: legs that add up to nothing, debit positive, in the base currency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from infra.local.vendors.xero.ledger.money import ZERO


@dataclass(frozen=True)
class Leg:
    """One side of a posting; ``tax`` is only told, the tax account has a leg of its own."""

    account_id: str
    net: Decimal
    tax: Decimal = ZERO
    tax_type: str | None = None
    description: str | None = None
    tracking: tuple[Mapping[str, Any], ...] = ()

    def times(self, factor: int) -> "Leg":
        """The leg with its amounts multiplied."""
        return replace(self, net=self.net * factor, tax=self.tax * factor)


@dataclass(frozen=True)
class Posting:
    """Legs of one day. ``source_type`` and ``source_id`` are None where a person can find no document."""

    source_type: str | None
    source_id: str | None
    day: date
    legs: tuple[Leg, ...]
    reference: str = ""

    def undone(self) -> "Posting":
        """The posting that takes this one back, on the same day."""
        return replace(self, legs=tuple(leg.times(-1) for leg in self.legs))

    @property
    def balance(self) -> Decimal:
        """What the legs add up to; nothing, unless somebody wanted it otherwise."""
        return total(leg.net for leg in self.legs)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """The sum, with cents."""
    return sum(amounts, ZERO)


def worth_posting(legs: Iterable[Leg]) -> tuple[Leg, ...]:
    """The legs without those of nothing."""
    return tuple(leg for leg in legs if leg.net or leg.tax)


def standing_after(postings: Iterable[Posting]) -> list[Posting]:
    """Those of one source that no later one takes back."""
    standing: list[Posting] = []
    for posting in postings:
        taken_back = next((each for each in standing if _undoes(posting, each)), None)
        if taken_back:
            standing.remove(taken_back)
        else:
            standing.append(posting)
    return standing


def _undoes(later: Posting, earlier: Posting) -> bool:
    return later.day == earlier.day and _amounts(later.legs, -1) == _amounts(earlier.legs, 1)


def _amounts(legs: Sequence[Leg], factor: int) -> list[tuple[str, Decimal]]:
    return sorted((leg.account_id, leg.net * factor) for leg in legs)
