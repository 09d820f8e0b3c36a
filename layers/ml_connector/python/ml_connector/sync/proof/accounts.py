"""The way to classify a residual without journals: by the accounts that the ledger posts to by itself.

A class begins at an account that only the ledger moves (such as unrealised gains), takes that account's whole residual,
and explains as much on the accounts of the other side as that residual can: never more, and never a residual that
points the same way. So a difference that stands alone is never explained away.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.money import ZERO
from ml_connector.sync.proof.amounts import Amounts, Place
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.classes import Class, Classified
from ml_connector.sync.proof.parts import Part

Accept = Callable[[str], bool]


class _Rule(Struct, frozen=True):
    """``kind`` begins at ``origin`` and is balanced on accounts that ``other`` accepts."""

    kind: Class
    origin: Accept
    other: Accept


def by_accounts(
    residual: Amounts, not_loaded: Mapping[str, Collection[str] | None], chart: Chart, doubts: Collection[str] = ()
) -> Classified:
    """The residual by class; what no rule accounts for is unexplained.

    not_loaded   datasets that are not loaded, and the months in which they have documents, None: any. There, a residual
                 on an account that the dataset may move cannot be told from an error, and is put down to the dataset
    doubts       months in which the rate of a document is not known: a gain is then put down to that
    """
    found: Classified = {}
    for period in sorted({place.period for place in residual}):
        missing = frozenset(name for name, months in not_loaded.items() if months is None or period in months)
        left = {place.account: amount for place, amount in residual.items() if place.period == period and amount}
        for kind, account, amount in _of_month(left, missing, chart, in_doubt=period in doubts):
            place = Place(account, period)
            of_kind = found.setdefault(kind, {})
            of_kind[place] = of_kind.get(place, ZERO) + amount
    return found


def _of_month(
    left: dict[str, Decimal], missing: frozenset[str], chart: Chart, *, in_doubt: bool
) -> Iterable[tuple[Class, str, Decimal]]:
    for rule in _rules(chart, in_doubt=in_doubt):
        for origin in [account for account in left if rule.origin(account)]:
            amount = left.pop(origin)
            yield rule.kind, origin, amount
            yield from _balanced(rule, amount, left)
    if "bank_transfers" in missing:
        yield from _transfers(left, chart)
    for account, amount in left.items():
        unclear = any(_may_move(dataset, account, chart) for dataset in missing)
        yield (Class.NOT_LOADED if unclear else Class.UNEXPLAINED), account, amount


def _balanced(rule: _Rule, amount: Decimal, left: dict[str, Decimal]) -> Iterable[tuple[Class, str, Decimal]]:
    """The other side of ``amount``, taken from what is left, the largest first."""
    candidates = [(account, x) for account, x in left.items() if rule.other(account) and (x > 0) != (amount > 0)]
    for account, there in sorted(candidates, key=lambda one: (-abs(one[1]), one[0])):
        part = min(abs(amount), abs(there)) * (1 if there > 0 else -1)
        if part:
            amount += part
            _take(left, account, part)
            yield rule.kind, account, part


def _transfers(left: dict[str, Decimal], chart: Chart) -> Iterable[tuple[Class, str, Decimal]]:
    """What banks moved between each other: as much as one side gave and the other got."""
    banks = {account: amount for account, amount in left.items() if chart.is_bank(account)}
    got = sum((amount for amount in banks.values() if amount > 0), ZERO)
    gave = -sum((amount for amount in banks.values() if amount < 0), ZERO)
    rest = {1: min(got, gave), -1: min(got, gave)}
    for account, amount in sorted(banks.items(), key=lambda one: (-abs(one[1]), one[0])):
        sign = 1 if amount > 0 else -1
        part = min(abs(amount), rest[sign]) * sign
        rest[sign] -= abs(part)
        if part:
            _take(left, account, part)
            yield Class.TRANSFERS, account, part


def _take(left: dict[str, Decimal], account: str, part: Decimal) -> None:
    left[account] -= part
    if not left[account]:
        del left[account]


def _rules(chart: Chart, *, in_doubt: bool) -> list[_Rule]:
    control = frozenset({chart.playing(Part.RECEIVABLE), chart.playing(Part.PAYABLE)})
    types: Mapping[str, str] = {id_: account.type for id_, account in chart.accounts.items()}

    def plays(*parts: Part) -> Accept:
        ids = {chart.playing(part) for part in parts}
        return lambda account: account in ids

    def typed(*kinds: str) -> Accept:
        return lambda account: types.get(account) in kinds

    gains = [_Rule(Class.UNKNOWN_RATE, plays(Part.REALISED), lambda account: account in control)]
    return [
        *(gains if in_doubt else []),
        _Rule(Class.UNREALISED, plays(Part.UNREALISED), lambda account: account in control),
        _Rule(Class.UNREALISED, plays(Part.REVALUATION), chart.is_bank),
        _Rule(Class.ROUNDING, plays(Part.ROUNDING), lambda account: account in control or chart.is_bank(account)),
        _Rule(Class.OPENING, plays(Part.OPENING), lambda _: True),
        _Rule(
            Class.PAYROLL, plays(Part.PAYROLL), typed("EXPENSE", "WAGESEXPENSE", "PAYGLIABILITY", "CURRLIAB", "BANK")
        ),
        _Rule(Class.INVENTORY, typed("INVENTORY"), typed("DIRECTCOSTS", "CURRLIAB")),
    ]


def _may_move(dataset: str, account: str, chart: Chart) -> bool:
    if dataset == "bank_transfers":
        return chart.is_bank(account)
    if dataset == "payments":
        parts = (Part.RECEIVABLE, Part.PAYABLE, Part.REALISED)
        return chart.is_bank(account) or account in {chart.playing(part) for part in parts}
    if dataset in ("manual_journals", "invoices", "bills", "credit_notes"):
        return not chart.is_bank(account)
    return True
