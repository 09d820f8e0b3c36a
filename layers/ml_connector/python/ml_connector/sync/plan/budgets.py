"""A plan as the file that a person imports in Xero's Budget Manager, and what Xero's budget says otherwise.

Source: Xero Help, Import or export your budget: the account as ``Name (Code)``, months as Jul-2026; blank cells are
left alone, zeros are taken.
"""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ml_connector.sync.money import CENT, ZERO
from ml_connector.sync.plan.journals import CREDITS
from ml_connector.sync.plan.naming import Account, Members, Unmapped
from ml_connector.sync.plan.selection import Group

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LENGTH = len("2026-01")

Cell = tuple[str, str]
"""An account's id and a month, such as 2026-01."""


@dataclass
class Budget:
    """The planned amounts of one entity and version; all tracking together."""

    entity: str
    version: str
    cells: dict[Cell, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    accounts: dict[str, Account] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, group: Group, members: Members, *, natural: bool) -> None:
        """The figures of one period; Xero's budgets are positive where an account grows."""
        if group.faults or len(group.period.name) != _LENGTH:
            wrong = group.faults or [f"{group.period.name} is no month, and Xero budgets by month"]
            self.faults += [f"{group.key.period}: {fault}" for fault in wrong]
            return
        for figure in group.figures:
            try:
                account = members.account(figure.account)
            except Unmapped as missing:
                self.faults.append(f"line {figure.line}: {missing}")
                continue
            self.accounts[account.id] = account
            sign = 1 if natural or account.class_ not in CREDITS else -1
            self.cells[account.id, group.key.period] += sign * figure.amount

    def with_zeros(self, held: Mapping[Cell, Decimal], known: Mapping[str, Account]) -> "Budget":
        """With a zero for what Xero's budget holds in these months and the plan does not: a line that was removed."""
        months = {month for _, month in self.cells}
        for (account, month), amount in held.items():
            if amount and month in months and account in known and (account, month) not in self.cells:
                self.cells[account, month] = ZERO
                self.accounts[account] = known[account]
        return self

    def file(self) -> bytes:
        """The CSV; a name that a spreadsheet would take for a formula begins with an apostrophe."""
        months = sorted({month for _, month in self.cells})
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\r\n")
        lines.writerow(["Account", *(f"{_MONTHS[int(month[5:]) - 1]}-{month[:4]}" for month in months)])
        for account in sorted(self.accounts.values(), key=lambda one: (one.code, one.name)):
            amounts = [self.cells.get((account.id, month)) for month in months]
            lines.writerow([_label(account), *("" if x is None else f"{_cent(x):f}" for x in amounts)])
        return text.getvalue().encode()

    def differences(self, held: Mapping[Cell, Decimal]) -> Iterator[str]:
        """Cell by cell, what Xero's budget says otherwise."""
        for (account, month), amount in sorted(self.cells.items()):
            there = held.get((account, month), ZERO)
            if _cent(amount) != _cent(there):
                yield f"{_label(self.accounts[account])} {month}: planned {_cent(amount):,}, in Xero {_cent(there):,}"


def budgets(groups: Sequence[Group], members: Mapping[str, Members], *, natural: bool) -> list[Budget]:
    """One per entity and version."""
    found: dict[tuple[str, str], Budget] = {}
    for group in groups:
        entity, version = group.key.entity, group.key.version
        one = found.setdefault((entity, version), Budget(entity, version))
        one.add(group, members[entity], natural=natural)
    return list(found.values())


def _label(account: Account) -> str:
    name = f"{account.name} ({account.code})" if account.code else account.name
    return f"'{name}" if name.startswith(_FORMULA) else name


def _cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
