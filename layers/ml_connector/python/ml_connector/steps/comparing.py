"""The figures of a reference plan beside Xero's trial balance."""

from collections.abc import Sequence
from datetime import datetime
from itertools import chain

from msgspec.json import decode

from ml_connector import plain
from ml_connector.errors import RateLimited, VendorDown
from ml_connector.limits.governor import Governor
from ml_connector.observability import Step
from ml_connector.steps.balances import TrialBalances, asking_until
from ml_connector.steps.reading import read_chart, read_profile
from ml_connector.sync.plan.comparison import Comparison, Figures, Row, as_csv, compare
from ml_connector.sync.plan.work import Compared, Planned, Work
from ml_connector.sync.proof.amounts import Amounts
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.movement import YearEnd, days_needed, movements
from ml_connector.sync.pull import whole_seconds
from ml_connector.wiring import aws, limits, parked, xero


class CompareStep(Step, frozen=True):
    """calls: those of Xero's day that earlier invocations took."""

    work: Work
    planned: Planned
    calls: int = 0


def compare_plan(step: CompareStep, seconds_left: float) -> Compared:
    """Ask for each month that has begun, as far as time and Xero's limits allow, and compare."""
    figures = decode(parked.exports().read(step.planned.figures), type=list[Figures])
    by_entity: dict[str, list[Figures]] = {}
    for one in figures:
        by_entity.setdefault(one.entity, []).append(one)
    now = aws.now()
    comparing = _Comparing(step, now, seconds_left)
    try:
        rows = list(chain.from_iterable(comparing.rows(entity, of) for entity, of in by_entity.items()))
    except (RateLimited, VendorDown) as later:
        if later.retry_after is None:
            raise
        return Compared(done=False, wait_seconds=whole_seconds(later.retry_after), calls=comparing.calls)
    found = Comparison(run=step.run, plan=step.work.plan, at=now, rows=tuple(rows))
    exports, name = parked.exports(), f"{step.attempt}-comparison"
    return Compared(
        done=True,
        calls=comparing.calls,
        key=exports.put(step.run, f"{name}.json", plain.json(found).encode()),
        file=exports.put(step.run, f"{name}.csv", as_csv(found.rows).encode(), "text/csv"),
        rows=len(found.rows),
        differing=found.differing,
    )


class _Comparing:
    """One invocation."""

    def __init__(self, step: CompareStep, now: datetime, seconds_left: float) -> None:
        self._step, self._newest = step, f"{now:%Y-%m}"
        self._deadline = asking_until(seconds_left)
        self._settings = aws.settings()
        self.calls = step.calls

    def rows(self, entity: str, figures: Sequence[Figures]) -> list[Row]:
        """All versions of one entity."""
        chart = Chart.of(read_chart(self._step.run, entity), self._settings.entities[entity].ledger_accounts)
        months = sorted(month for month in set().union(*(one.months for one in figures)) if month <= self._newest)
        gate = limits.governor(entity, f"{self._step.run} {entity} comparison", "scheduled")
        try:
            moved = self._moved(entity, months, chart, gate)
        finally:
            gate.finish()
            self.calls += gate.calls
        return [row for one in figures for row in compare(one, moved, chart, self._newest)]

    def _moved(self, entity: str, months: Sequence[str], chart: Chart, gate: Governor) -> Amounts:
        profile = read_profile(self._step.run, entity)
        year_end = YearEnd(profile.year_end_month or 12, profile.year_end_day or 31)
        days = days_needed(months, year_end)
        gate.expect(len(days))
        reports = TrialBalances(self._step, entity, xero.client(entity, gate), self._deadline).of(days)
        shown = {id_: one for report in reports.values() for id_, one in report.accounts.items()}
        balances = {day: report.balances for day, report in reports.items()}
        return movements(months, balances, year_end, chart.with_others(shown.values()))
