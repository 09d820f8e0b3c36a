"""Amounts by account and month."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.money import ZERO


class Place(Struct, frozen=True, order=True):
    """An account, by id, in a month such as 2026-10."""

    account: str
    period: str


Amounts = Mapping[Place, Decimal]


def added(parts: Iterable[Amounts]) -> dict[Place, Decimal]:
    """The sum of all parts, without the places that come to nothing."""
    sums: dict[Place, Decimal] = {}
    for part in parts:
        for place, amount in part.items():
            sums[place] = sums.get(place, ZERO) + amount
    return {place: amount for place, amount in sums.items() if amount}


def less(one: Amounts, other: Amounts) -> dict[Place, Decimal]:
    """``one`` minus ``other``."""
    return added((one, {place: -amount for place, amount in other.items()}))
