"""What a run would change in a model, worked out without one: the figures by account and period, before and after.

A row that is sent replaces the line of its key, wherever that stood; a line that no row replaces stays as it is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.drift import Finding
from ml_connector.sync.forecast import Calls
from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload
from ml_connector.sync.proof.readback import Layout


class Line(Struct, frozen=True):
    """One line of a module; the amount in base currency."""

    account: str
    period: str
    amount: Decimal


class Movement(Payload, frozen=True):
    """One account of one entity in one period.

    before   what the model holds of it; None where no view of the model shows that
    """

    entity: str
    account: str
    period: str
    before: Decimal | None
    change: Decimal

    @property
    def after(self) -> Decimal | None:
        """What it would hold."""
        return None if self.before is None else self.before + self.change


class Kept(Payload, frozen=True):
    """Rows that would be kept back for one reason."""

    reason: str
    remedy: str
    rows: int
    example: str


class Work(Payload, frozen=True):
    """One dataset of one entity, as ``sync.mapping.Counts`` counts it.

    kept   the most frequent reasons for what would be quarantined
    """

    entity: str
    dataset: str
    xero_calls: int
    documents: int
    rows: int
    tombstones: int
    quarantined: int
    kept: tuple[Kept, ...] = ()


class Preview(Payload, frozen=True):
    """What a run would do if it began now.

    period      the one that movements are told of; None: all
    calls       to Xero that the run would take, from the first page to the last trial balance
    members     what it would meet in the lists: new ones, renamed ones, and those that it could not do anything about
    unshown     loads of which no view shows account, period and amount, so that nobody can say what the model holds
    """

    period: str | None
    calls: tuple[Calls, ...]
    work: tuple[Work, ...]
    members: tuple[Finding, ...]
    movements: tuple[Movement, ...]
    unshown: tuple[str, ...] = ()

    @property
    def xero_calls(self) -> int:
        """The calls that the run takes in any case."""
        return sum(one.least for one in self.calls)

    @property
    def xero_calls_at_most(self) -> int:
        """The calls that it takes if everything comes true that may."""
        return sum(one.most for one in self.calls)


class Movements:
    """Adds up what the loads of one entity would change.

    period   the only one that counts, as the model names it; None: all
    """

    def __init__(self, entity: str, period: str | None) -> None:
        self._entity, self._period = entity, period
        self._before: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        self._change: defaultdict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
        self._unknown: set[tuple[str, str]] = set()

    def add(self, sent: Mapping[str, Line], held: Iterable[tuple[str, Line]] | None) -> None:
        """One load: the lines by key, and every line of the entity that the model holds; None if nobody can tell."""
        for line in sent.values():
            self._change[line.account, line.period] += line.amount
        if held is None:
            self._unknown.update((line.account, line.period) for line in sent.values())
            return
        for key, line in held:
            self._before[line.account, line.period] += line.amount
            if key in sent:
                self._change[line.account, line.period] -= line.amount

    def result(self, named: Callable[[str], str]) -> Iterator[Movement]:
        """Whatever would change, by account and period; ``named`` gives an account as a person knows it."""
        changed = {place: change for place, change in self._change.items() if change}
        for account, period in sorted(changed):
            if self._period in (None, period):
                yield Movement(
                    entity=self._entity,
                    account=named(account),
                    period=period,
                    before=None if (account, period) in self._unknown else self._before[account, period],
                    change=changed[account, period],
                )


def lines(layout: Layout, rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, Line]] | None:
    """The lines by key of a table that has the columns of a load; None if it shows no key, account, period or amount.

    layout   its first figure is the amount
    rows     the header first
    """
    walk = iter(rows)
    at = {name: place for place, name in enumerate(next(walk, []))}
    columns = (layout.key, layout.account, layout.period, layout.figures[0])
    if not at.keys() >= {*columns}:
        return None
    key, account, period, amount = (at[name] for name in columns)
    return ((row[key], Line(row[account], row[period], Decimal(row[amount] or 0))) for row in walk)
