"""From approved figures to manual journals: mapped, signed, balanced, split, and each with its reversal."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from msgspec.structs import replace

from ml_connector.settings.plans import JournalRules
from ml_connector.sync.money import CENT, ZERO
from ml_connector.sync.plan.journals import CREDITS, Draft, Journal, JournalLine, Stopped
from ml_connector.sync.plan.locked import Books, open_day
from ml_connector.sync.plan.naming import Account, Members, Unmapped
from ml_connector.sync.plan.preflight import account_faults, option_faults
from ml_connector.sync.plan.selection import Figure, Group

_SHOWN = 5


def build(
    group: Group, members: Members, books: Books, rules: JournalRules, *, sign: str, status: Literal["DRAFT", "POSTED"]
) -> Journal | Stopped:
    """The journals of one key, or why there are none."""
    faults = list(group.faults)
    lines = _lines(group.figures, members, rules, natural=sign == "natural", faults=faults)
    balancing = _balancing(rules, members, faults)
    parts = _parts(lines, balancing, rules, faults)
    day = open_day(group.period.last, books, rules.when_locked, faults)
    if faults:
        return Stopped(**group.key._asdict(), reasons=_few(faults), figures=len(group.figures))
    after = (
        max(group.period.after, day)
        if rules.when_locked == "stop"
        else open_day(group.period.after, books, "next_open_day", [])
    )
    drafts = [draft for name, part in enumerate(parts, 1) for draft in _pair(str(name), part, day, after, rules)]
    return Journal(
        **group.key._asdict(),
        status=status,
        narration=rules.narration.format(**group.key._asdict()),
        line_amount_types=rules.line_amount_types,
        cash_basis=rules.cash_basis,
        drafts=tuple(drafts),
    )


def _pair(name: str, lines: Sequence[JournalLine], day: date, after: date, rules: JournalRules) -> Iterator[Draft]:
    yield Draft(name=name, date=day, lines=tuple(lines))
    if rules.reversing:
        taken_back = tuple(replace(line, amount=-line.amount) for line in lines)
        yield Draft(name=f"{name}R", date=after, lines=taken_back, reverses=name)


def _lines(
    figures: Sequence[Figure], members: Members, rules: JournalRules, *, natural: bool, faults: list[str]
) -> list[JournalLine]:
    """One line per account and tracking, to the cent, without those that come to nothing."""
    sums: dict[tuple[Account, tuple[tuple[str, str], ...]], Decimal] = defaultdict(Decimal)
    for figure in figures:
        try:
            account = members.account(figure.account)
            options = [members.option(category, label) for category, label in sorted(figure.tracking.items())]
        except Unmapped as missing:
            faults.append(f"line {figure.line}: {missing}")
            continue
        faults += [f"line {figure.line}: {fault}" for fault in account_faults(account)]
        faults += [f"line {figure.line}: {fault}" for option in options for fault in option_faults(option)]
        credit = natural and account.class_ in CREDITS
        tracking = tuple((option.category, option.name) for option in options)
        sums[account, tracking] += -figure.amount if credit else figure.amount
    ordered = sorted(sums.items(), key=lambda entry: (entry[0][0].code, entry[0][0].id, entry[0][1]))
    return [
        _line(account, amount.quantize(CENT, ROUND_HALF_UP), rules, tracking)
        for (account, tracking), amount in ordered
        if amount.quantize(CENT, ROUND_HALF_UP)
    ]


def _line(
    account: Account, amount: Decimal, rules: JournalRules, tracking: tuple[tuple[str, str], ...] = ()
) -> JournalLine:
    return JournalLine(
        account_id=account.id,
        account_code=account.code,
        amount=amount,
        description=" / ".join([account.name, *(option for _, option in tracking)]),
        tracking=tracking,
        tax_type=rules.tax_type,
    )


def _balancing(rules: JournalRules, members: Members, faults: list[str]) -> Account | None:
    if rules.balancing_account is None:
        return None
    try:
        account = members.account(rules.balancing_account)
    except Unmapped as missing:
        faults.append(f"the balancing account {missing}")
        return None
    faults += [f"the balancing account: {fault}" for fault in account_faults(account)]
    return account


def _parts(
    lines: Sequence[JournalLine], balancing: Account | None, rules: JournalRules, faults: list[str]
) -> list[list[JournalLine]]:
    """Journals of a size that Xero takes, each of them balanced."""
    missing = sum((line.amount for line in lines), ZERO)
    if balancing is None and missing:
        faults.append(
            f"it does not balance: debits exceed credits by {missing:,}; plan the other side as well, or name a "
            "balancing_account in settings"
        )
    if len(lines) + (1 if missing else 0) <= rules.lines:
        return [_closed(lines, balancing, rules)] if lines else []
    if balancing is None:
        faults.append(
            f"it has {len(lines):,} lines and a journal may have {rules.lines:,}; name a balancing_account in "
            "settings, over which it can be split"
        )
        return []
    size = rules.lines - 1
    return [_closed(lines[start : start + size], balancing, rules) for start in range(0, len(lines), size)]


def _closed(lines: Sequence[JournalLine], balancing: Account | None, rules: JournalRules) -> list[JournalLine]:
    missing = sum((line.amount for line in lines), ZERO)
    return [*lines, _line(balancing, -missing, rules)] if balancing and missing else list(lines)


def _few(faults: Sequence[str]) -> tuple[str, ...]:
    """Each once, the first ones of them; a wrong member tends to stand on many lines."""
    once = list(dict.fromkeys(faults))
    more = [f"and {len(once) - _SHOWN} more"] if len(once) > _SHOWN else []
    return (*once[:_SHOWN], *more)
