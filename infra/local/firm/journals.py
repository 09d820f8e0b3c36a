"""What the accountant posts by hand each month: pay, depreciation, and costs that have no bill yet. Always balanced.

Source: Xero, Manual Journals: debit positive, credit negative, base currency.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from infra.local.firm.dice import new_id
from infra.local.firm.masters import Masters
from infra.local.firm.model import Account, Option
from infra.local.firm.occasions import month_end, months, stamp

_PAY = {"GB": 62_400_000, "NZ": 17_800_000}  # cents a month
_ON_COSTS, _DEPRECIATION = Decimal("0.138"), Decimal("0.021")
_OWED = "805"


@dataclass(frozen=True)
class Posted:
    """One line: an account, a signed amount, and where it belongs."""

    account: Account
    amount: Decimal
    text: str
    tracking: tuple[Option, ...] = ()


@dataclass(frozen=True)
class Journal:
    """A journal of one day."""

    journal_id: str
    narration: str
    day: date
    status: str
    lines: tuple[Posted, ...]
    updated: datetime


def journals_of(masters: Masters, scale: float, rng: Random) -> Iterator[Journal]:
    """Three a month, and one of the next month that takes the accrual back; the newest accrual is still a draft."""
    every = months(masters, scale)
    for month in every:
        pay = Decimal(_PAY[masters.books.country] + rng.randint(-900_000, 900_000)).scaleb(-2)
        yield _journal(masters, rng, "Pay", month_end(month), _pay(masters, pay))
        worn = (pay * _DEPRECIATION).quantize(Decimal("0.01"))
        yield _journal(masters, rng, "Depreciation", month_end(month), _pair(masters, "416", "711", worn))
        accrued = Decimal(rng.randint(400_000, 3_800_000)).scaleb(-2)
        status = "DRAFT" if month == every[-1] else "POSTED"
        yield _journal(masters, rng, "Accrual", month_end(month), _pair(masters, "310", "805", accrued), status)
        if status == "POSTED":
            first = month_end(month) + timedelta(days=1)
            yield _journal(masters, rng, "Accrual reversed", first, _pair(masters, "310", "805", -accrued))


def _journal(
    masters: Masters, rng: Random, text: str, day: date, lines: tuple[Posted, ...], status: str = "POSTED"
) -> Journal:
    id_ = new_id(masters.books.tenant_id, "journal", text, day.isoformat())
    return Journal(id_, f"{text} {day:%B %Y}", day, status, lines, stamp(masters, day, rng))


def _pay(masters: Masters, pay: Decimal) -> tuple[Posted, ...]:
    """By department where there are any: the last one takes the cents."""
    departments: tuple[tuple[Option, ...], ...] = tuple((one,) for one in _departments(masters)) or ((),)
    share = (pay / len(departments)).quantize(Decimal("0.01"))
    shares = [share] * (len(departments) - 1)
    salaries, on_costs = masters.chart.by_code["477"], masters.chart.by_code["479"]
    extra = (pay * _ON_COSTS).quantize(Decimal("0.01"))
    debits = [
        Posted(salaries, amount, "Salaries", tracking)
        for amount, tracking in zip([*shares, pay - sum(shares)], departments, strict=True)
    ]
    owed = Posted(masters.chart.by_code[_OWED], -pay - extra, "Net pay, tax and contributions")
    return (*debits, Posted(on_costs, extra, "Employer's contributions"), owed)


def _departments(masters: Masters) -> list[Option]:
    return [option for option in masters.categories[0] if option.status == "ACTIVE"] if masters.categories else []


def _pair(masters: Masters, debit: str, credit: str, amount: Decimal) -> tuple[Posted, ...]:
    accounts = masters.chart.by_code
    return Posted(accounts[debit], amount, ""), Posted(accounts[credit], -amount, "")
