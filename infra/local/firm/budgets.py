"""The budgets of an organisation: one over everything, and one for a pair of tracking options where there are some.

Amounts are positive on income and on costs alike, as in Xero's Budget Manager. Source: Xero, Budgets.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import ceil
from random import Random

from infra.local.firm.dice import new_id
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Option

_INCOME = ("200", "205", "210", "215", "220")
_COSTS = ("310", "315", "400", "412", "420", "433", "441", "445", "469", "477", "489")
_MOST_MONTHS = 24


@dataclass(frozen=True)
class Line:
    """One account, by month such as 2026-10."""

    account: Account
    months: dict[str, Decimal]


@dataclass(frozen=True)
class Budget:
    """One budget; ``tracking`` is empty for that of the whole organisation."""

    budget_id: str
    name: str
    lines: tuple[Line, ...]
    tracking: tuple[Option, ...] = ()


def budgets_of(masters: Masters, scale: float, rng: Random) -> Iterator[Budget]:
    """From the year of the newest documents on."""
    if not scale:
        return
    year, size = masters.as_of.year, 1 if masters.books.country == "GB" else 0.3
    spans = _months(date(year, 1, 1), min(_MOST_MONTHS, ceil(_MOST_MONTHS * scale)))
    yield _budget(masters, f"Budget {year}/{(year + 1) % 100}", spans, size, rng)
    if masters.categories:
        pair = tuple(options[0] for options in masters.categories)
        name = " and ".join(option.name for option in pair)
        yield _budget(masters, f"{name} {year}", spans[:12], size / 8, rng, pair)


def _budget(
    masters: Masters, name: str, months: list[str], size: float, rng: Random, tracking: tuple[Option, ...] = ()
) -> Budget:
    accounts = [masters.chart.by_code[code] for code in (*_INCOME, *_COSTS)]
    lines = tuple(Line(account, _even(months, size, rng)) for account in accounts)
    return Budget(new_id(masters.books.tenant_id, "budget", name), name, lines, tracking)


def _even(months: list[str], size: float, rng: Random) -> dict[str, Decimal]:
    """About the same every month, in round figures; August is quiet."""
    usual = int(rng.randint(80, 900) * size) * 100
    return {month: Decimal(usual if month[5:] != "08" else usual // 2).quantize(Decimal("0.01")) for month in months}


def _months(first: date, count: int) -> list[str]:
    return [f"{first.year + n // 12}-{n % 12 + 1:02}" for n in range(count)]
