"""A plan beside what the books say: per account and month, positive where the account grows. Pure."""

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from ml_connector.plain import Instant
from ml_connector.sync.documents import Account
from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload
from ml_connector.sync.plan.journals import CREDITS
from ml_connector.sync.plan.targets import Cell
from ml_connector.sync.proof.amounts import Amounts
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.sheets import harmless


class Figures(Payload, frozen=True):
    """What is planned for one entity in one version, as account, month and amount."""

    entity: str
    version: str
    cells: tuple[tuple[str, str, Decimal], ...]

    @property
    def by_cell(self) -> dict[Cell, Decimal]:
        """The amounts."""
        return {(account, month): amount for account, month, amount in self.cells}

    @property
    def months(self) -> set[str]:
        """Those that are planned."""
        return {month for _, month, _ in self.cells}


class Row(Payload, frozen=True):
    """One account in one month.

    planned   zero for an account of the result that moved and was not planned
    actual    None for a month that has not begun
    """

    entity: str
    version: str
    period: str
    account_id: str
    code: str
    name: str
    account_class: str
    planned: Decimal
    actual: Decimal | None

    @property
    def difference(self) -> Decimal | None:
        """How much more there is than was planned."""
        return None if self.actual is None else self.actual - self.planned


class Comparison(Payload, frozen=True):
    """All of a plan; ``at``: when the books were asked, so that month is not over."""

    run: str
    plan: str
    at: Instant
    rows: tuple[Row, ...]

    @property
    def differing(self) -> int:
        """The rows in which the books say otherwise."""
        return sum(1 for row in self.rows if row.difference)


def compare(figures: Figures, moved: Amounts, chart: Chart, newest: str) -> Iterator[Row]:
    """The rows of one entity and version.

    moved    what each account moved in each month by the trial balance, debit positive
    newest   the last month that has begun
    """
    planned = figures.by_cell
    months = figures.months
    unplanned = {
        (place.account, place.period) for place in moved if place.period in months and chart.is_result(place.account)
    }
    actuals = {(place.account, place.period): amount for place, amount in moved.items()}
    for account, month in sorted({*planned, *unplanned}, key=lambda cell: (cell[1], chart.called(cell[0]))):
        known = chart.accounts.get(account)
        yield Row(
            entity=figures.entity,
            version=figures.version,
            period=month,
            account_id=account,
            code=known.code if known else "",
            name=known.name if known else "",
            account_class=known.class_ if known else "",
            planned=planned.get((account, month), ZERO),
            actual=_natural(known, actuals.get((account, month), ZERO)) if month <= newest else None,
        )


def as_csv(rows: Sequence[Row]) -> str:
    """For a spreadsheet; a name that it would take for a formula begins with an apostrophe."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow("Entity Version Period Code Account Class Planned Actual Difference".split())
    for row in rows:
        figures = (row.planned, row.actual, row.difference)
        words = (row.entity, row.version, row.period, row.code, row.name, row.account_class)
        lines.writerow([*map(harmless, words), *("" if x is None else f"{x:.2f}" for x in figures)])
    return text.getvalue()


def _natural(account: Account | None, debit: Decimal) -> Decimal:
    return -debit if account is not None and account.class_ in CREDITS else debit
