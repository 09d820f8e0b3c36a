"""What a run has proven, put together from what it left behind."""

from collections.abc import Iterable
from decimal import Decimal

from ml_connector.sync.proof.books import BooksProof, Row
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.readback import ReadBack
from msgspec import Struct
from msgspec.structs import replace

ZERO = Decimal(0)


class LoadProof(Struct, frozen=True):
    """The lines of one load, read back from the model."""

    entity: str
    dataset: str
    found: ReadBack


class ProofReport(Struct, frozen=True):
    """Everything that a run has compared; title: the run, or what else was looked at."""

    title: str
    loads: tuple[LoadProof, ...] = ()
    books: tuple[BooksProof, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def proven(self) -> bool:
        """Whether nothing that was compared has a flaw."""
        return not any(one.found.flaw for one in self.loads) and not any(one.flaw for one in self.books)


class Month(Struct, frozen=True):
    """One month of an entity's books; amounts without regard to sign, added up over accounts.

    classes   of the difference, in the order of ``Class``
    """

    period: str
    loaded: Decimal
    classes: dict[str, Decimal]

    @property
    def explained(self) -> Decimal:
        """What a class accounts for."""
        return sum((x for kind, x in self.classes.items() if kind != Class.UNEXPLAINED.value), ZERO)

    @property
    def unexplained(self) -> Decimal:
        """What none accounts for."""
        return self.classes.get(Class.UNEXPLAINED.value, ZERO)


def months(proof: BooksProof) -> list[Month]:
    """The months that were compared, in order."""
    by_period: dict[str, list[Row]] = {period: [] for period in proof.periods}
    for row in proof.rows:
        by_period.setdefault(row.period, []).append(row)
    return [_month(period, rows) for period, rows in sorted(by_period.items())]


def by_account(rows: Iterable[Row]) -> list[Row]:
    """The rows of several months as one per account, those with a difference only."""
    sums: dict[str, Row] = {}
    for row in rows:
        known = sums.get(row.account_id)
        sums[row.account_id] = row if known is None else _both(known, row)
    return [row for row in sums.values() if any(row.classes.values())]


def kinds(rows: Iterable[Row]) -> list[str]:
    """The classes that occur, in their order."""
    found = {kind for row in rows for kind, amount in row.classes.items() if amount}
    return [kind.value for kind in Class if kind.value in found]


def _month(period: str, rows: list[Row]) -> Month:
    classes = {kind: sum((abs(row.classes.get(kind, ZERO)) for row in rows), ZERO) for kind in kinds(rows)}
    return Month(period=period, loaded=sum((abs(row.loaded) for row in rows), ZERO), classes=classes)


def _both(one: Row, other: Row) -> Row:
    names = [*one.classes, *(name for name in other.classes if name not in one.classes)]
    classes = {name: one.classes.get(name, ZERO) + other.classes.get(name, ZERO) for name in names}
    return replace(one, moved=one.moved + other.moved, loaded=one.loaded + other.loaded, classes=classes)
