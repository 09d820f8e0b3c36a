"""Reads a plan of so many export cells and makes journals of it; tells its peak memory in MB.

usage: python -m tests.benchmarks.plan_cells CELLS
"""

import json
import resource
import sys
import time
from collections.abc import Iterator
from decimal import Decimal

from ml_connector import plain
from ml_connector.settings.plans import JournalRules
from ml_connector.sync.plan.building import build
from ml_connector.sync.plan.export import read_export
from ml_connector.sync.plan.journals import Journal
from ml_connector.sync.plan.lines import read_lines
from ml_connector.sync.plan.locked import Books
from ml_connector.sync.plan.naming import Members
from ml_connector.sync.plan.periods import Calendar
from ml_connector.sync.plan.selection import Rules, select
from ml_connector.sync.plan.shape import Shape
from ml_connector.sync.references import ReferenceRow

ACCOUNTS, DEPARTMENTS, MONTHS, CHUNK = 200, 20, 12, 1_000_000
SHAPE = Shape(
    {"entity": "Entities", "period": "Time", "account": "Accounts", "tracking.Department": "Departments"},
    {"amount": "Amount", "approved": "Approved"},
)


def chart() -> list[ReferenceRow]:
    return [
        ReferenceRow(id=f"{n:08}-acc", entity="UK", name=f"Account {n}", label=f"UK {n} Account {n}", code=str(n))
        for n in range(ACCOUNTS)
    ]


def departments() -> list[ReferenceRow]:
    return [
        ReferenceRow(id=f"{n:08}-dep", entity="UK", name=f"Dep {n}", label=f"UK Dep {n}", category="Department")
        for n in range(DEPARTMENTS)
    ]


def file(cells: int) -> Iterator[bytes]:
    """A file with one value per line, half of them amounts and half of them flags, in chunks."""
    lines, size = ["Entities,Time,Accounts,Departments,Line items,Value\n"], 0
    for n in range(cells // 2):
        entity, rest = divmod(n, ACCOUNTS * DEPARTMENTS * MONTHS)
        month, rest = divmod(rest, ACCOUNTS * DEPARTMENTS)
        account, department = divmod(rest, DEPARTMENTS)
        labels = f'E{entity},2026-{month + 1:02},Account {account},"UK Dep {department}"'
        lines.append(f'{labels},Amount,"{n % 10_000:,}.{n % 100:02}"\n{labels},Approved,true\n')
        size += len(lines[-1])
        if size > CHUNK:
            yield "".join(lines).encode()
            lines, size = [], 0
    yield "".join(lines).encode()


def main(cells: int) -> None:
    begun, members = time.perf_counter(), Members(chart(), departments(), [], lambda _: [])
    entities = {f"E{n}": f"E{n}" for n in range(100)}
    rules = Rules(
        entities=entities,
        entity=None,
        version="Budget",
        approved_versions=frozenset(),
        flagged=True,
        units=Decimal(1),
        totals=("Total *",),
        control=None,
        unassigned=frozenset({""}),
        calendar=Calendar(),
        kind="plan",
        knows=lambda _, label: members.has_account(label),
    )
    export = read_export(read_lines(file(cells)), SHAPE)
    rows, journal_rules, lines = len(export.rows), JournalRules(balancing_account="1"), 0
    groups = select(export.rows, SHAPE.roles, rules).groups
    for key in list(groups):
        made = build(groups.pop(key), members, Books(), journal_rules, sign="natural", status="DRAFT")
        assert isinstance(made, Journal)
        lines += len(plain.json(made)) and sum(len(draft.lines) for draft in made.drafts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    taken = {"rows": rows, "lines": lines, "seconds": time.perf_counter() - begun, "peak_mb": peak}
    print(json.dumps(taken))  # noqa: T201 - the figures are what this is for


if __name__ == "__main__":
    main(int(sys.argv[1]))
