"""One small plan, written in every layout that Anaplan has, as its CSV files look."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from ml_connector.sync.plan.export import Export, read_export
from ml_connector.sync.plan.layouts import Layout
from ml_connector.sync.plan.lines import read_lines
from ml_connector.sync.plan.periods import Calendar
from ml_connector.sync.plan.shape import Shape

DIMENSIONS = {
    "entity": "Entities",
    "version": "Versions",
    "period": "Time",
    "account": "Accounts",
    "tracking.Department": "Departments",
}
SHAPE = Shape(
    dimensions=DIMENSIONS,
    measures={"amount": "Amount", "approved": "Approved?"},
    known={"entity": frozenset({"UK", "NZ"}), "version": frozenset({"Forecast", "Budget"})},
)


@dataclass(frozen=True)
class Fact:
    """One figure of a plan and whether it is approved, as texts."""

    labels: tuple[str, str, str, str, str]
    amount: str
    approved: str = "true"


def plan(periods: Sequence[str] = ("Jan 26", "Feb 26", "Q1 FY26")) -> list[Fact]:
    """Two entities, two accounts, two departments."""
    return [
        Fact((entity, "Forecast", period, account, department), str(number * 10), "true" if number % 3 else "false")
        for number, (entity, account, department, period) in enumerate(
            (e, a, d, p)
            for e in ("UK", "NZ")
            for a in ("4000 Sales", '6100 "Rent", rates\nand more')
            for d in ("North", "South, East")
            for p in periods
        )
    ]


def write(layout: Layout, facts: Sequence[Fact], *, corner: bool = True) -> bytes:
    """The file of an export; corner: whether a grid names the dimensions of its rows."""
    if layout is Layout.SINGLE:
        body = [
            [*f.labels, item, text] for f in facts for item, text in (("Amount", f.amount), ("Approved?", f.approved))
        ]
        return csv_bytes([[*DIMENSIONS.values(), "Line items", "Value"], *body])
    if layout is Layout.MULTI:
        return csv_bytes(
            [[*DIMENSIONS.values(), "Amount", "Approved?"], *([*f.labels, f.amount, f.approved] for f in facts)]
        )
    return csv_bytes(_grid(facts, corner=corner))


def _grid(facts: Iterable[Fact], *, corner: bool) -> Iterable[list[str]]:
    """Pages: entity and version; rows: account and department; columns: period, then line item."""
    for (entity, version), page in groupby(facts, key=lambda fact: fact.labels[:2]):
        cells = {fact.labels[2:]: fact for fact in page}
        periods = list(dict.fromkeys(period for period, _, _ in cells))
        yield [entity, version]
        yield ["", "", *(text for period in periods for text in (period, ""))]
        yield [*(("Accounts", "Departments") if corner else ("", "")), *(["Amount", "Approved?"] * len(periods))]
        for account, department in dict.fromkeys((a, d) for _, a, d in cells):
            found = [cells[period, account, department] for period in periods]
            yield [account, department, *(text for fact in found for text in (fact.amount, fact.approved))]
        yield []


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """As Anaplan writes it: UTF-8, quotes where needed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue().encode()


def read(file: bytes, shape: Shape = SHAPE, *, layout: str = "", size: int = 7, **more: object) -> Export:
    """The file, read in chunks of ``size`` bytes."""
    chunks = (file[start : start + size] for start in range(0, len(file), size))
    return read_export(read_lines(chunks), shape, layout=layout, **more)  # type: ignore[arg-type]  # a test's shorthand


APRIL = Calendar(4)
