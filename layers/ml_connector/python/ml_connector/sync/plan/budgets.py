"""A plan as the file that a person imports in Xero's Budget Manager, and what Xero's budget says otherwise.

Source: Xero Help, Import or export your budget: the account as ``Name (Code)``, months as Jul-2026; blank cells are
left alone, zeros are taken. Create a budget: amounts may be rounded to whole units.
"""

import csv
import io
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from ml_connector.sync.money import CENT, ZERO
from ml_connector.sync.plan.journals import CREDITS
from ml_connector.sync.plan.naming import Account, Members, Unmapped
from ml_connector.sync.plan.selection import Figure, Group
from ml_connector.sync.plan.targets import EVERYTHING, Cell, Options, Target, missing, words
from ml_connector.sync.sheets import harmless

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_LENGTH = len("2026-01")
_WHOLE = Decimal(1)


@dataclass
class Budget:
    """The planned amounts of one entity and version that a budget of Xero takes; positive where an account grows."""

    entity: str
    version: str
    target: Target
    cells: dict[Cell, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    accounts: dict[str, Account] = field(default_factory=dict)

    def with_zeros(self, known: Mapping[str, Account]) -> "Budget":
        """With a zero for what Xero's budget holds in these months and the plan does not: a line that was removed."""
        months = {month for _, month in self.cells}
        for (account, month), amount in self.target.held.items():
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

    def differences(self) -> Iterator[str]:
        """Cell by cell, what Xero's budget says otherwise; an amount that it has rounded has arrived."""
        for (account, month), amount in sorted(self.cells.items()):
            there = self.target.held.get((account, month), ZERO)
            if there not in (_cent(amount), amount.quantize(_WHOLE, ROUND_HALF_UP)):
                yield f"{_label(self.accounts[account])} {month}: planned {_cent(amount):,}, in Xero {there:,.2f}"


class Budgets:
    """One budget per entity, version and target, and why figures have no place in any."""

    def __init__(
        self, members: Mapping[str, Members], targets: Mapping[str, Sequence[Target]] | None = None, *, natural: bool
    ) -> None:
        self._members = members
        self._targets = targets or {}
        self._natural = natural
        self._made: dict[tuple[str, str], list[Budget]] = {}
        self._homeless: Counter[tuple[str, str, Options]] = Counter()
        self._faults: list[str] = []

    def add(self, group: Group) -> None:
        """The figures of one period."""
        entity, version = group.key.entity, group.key.version
        made = self._made.setdefault(
            (entity, version), [Budget(entity, version, one) for one in self._targets.get(entity, EVERYTHING)]
        )
        if group.faults or len(group.period.name) != _LENGTH:
            wrong = group.faults or [f"{group.period.name} is no month, and Xero budgets by month"]
            self._faults += [f"{entity} {version}, {group.key.period}: {fault}" for fault in wrong]
            return
        for figure in group.figures:
            try:
                self._place(figure, group, made)
            except Unmapped as none:
                self._faults.append(f"{entity} {version}, line {figure.line}: {none}")

    def _place(self, figure: Figure, group: Group, made: Sequence[Budget]) -> None:
        entity, version, members = group.key.entity, group.key.version, self._members[group.key.entity]
        account, targets = members.account(figure.account), [one.target for one in made]
        by_option = any(one.options for one in targets)
        found = (members.option(*label) for label in figure.tracking.items()) if by_option else ()
        options = frozenset((option.category, option.name) for option in found)
        if (wanted := missing(options, targets)) is not None:
            self._homeless[entity, version, wanted] += 1
            return
        sign = 1 if self._natural or account.class_ not in CREDITS else -1
        for one in made:
            if one.target.options <= options:
                one.accounts[account.id] = account
                one.cells[account.id, group.key.period] += sign * figure.amount

    @property
    def made(self) -> list[Budget]:
        """Those that have figures."""
        return [one for several in self._made.values() for one in several if one.cells]

    @property
    def faults(self) -> list[str]:
        """What is in none, and why."""
        return [
            *self._faults,
            *(
                f"{entity} {version}: {count} figures are for {words(options)}, and there is no budget for it among "
                "those that `budget` in the plan's settings fits; make one in Xero's Budget Manager"
                for (entity, version, options), count in self._homeless.items()
            ),
        ]


def _label(account: Account) -> str:
    return harmless(f"{account.name} ({account.code})" if account.code else account.name)


def _cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
