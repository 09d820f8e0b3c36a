"""The rows of one import that did not go through cleanly, and the dump that tells of them."""

import csv
import io
from collections import Counter
from itertools import chain

from infra.local.vendors.anaplan.actions.table import Table
from infra.local.vendors.anaplan.state.reading import Problem


class RowLog:
    """Failed rows (nothing of them was taken) and warned rows (taken but for some cells), by position in the table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.failed: dict[int, list[Problem]] = {}
        self.warned: dict[int, list[Problem]] = {}

    @property
    def clean(self) -> bool:
        """Whether every row went through."""
        return not self.failed and not self.warned

    def fail(self, row: int, problem: Problem) -> None:
        """Nothing of the row is taken."""
        self.failed.setdefault(row, []).append(problem)

    def note(self, row: int, problem: Problem) -> None:
        """The row is taken without the cell."""
        self.warned.setdefault(row, []).append(problem)

    def by_type(self) -> list[tuple[Problem, int]]:
        """The first problem of each type, and how many there were."""
        first: dict[str, Problem] = {}
        times: Counter[str] = Counter()
        for problem in chain.from_iterable(chain(self.failed.values(), self.warned.values())):
            first.setdefault(problem.type, problem)
            times[problem.type] += 1
        return [(problem, times[name]) for name, problem in first.items()]

    def dump(self) -> bytes:
        """CSV: the source's columns, then ``__Error__0``, ``__Error__1`` and so on; rows in the source's order."""
        told = {
            row: [problem.message for problem in self.failed.get(row, []) + self.warned.get(row, [])]
            for row in sorted(self.failed.keys() | self.warned.keys())
        }
        width = max((len(messages) for messages in told.values()), default=0)
        text = io.StringIO()
        lines = csv.writer(text, lineterminator="\n")
        lines.writerow([*self._table.header, *(f"__Error__{number}" for number in range(width))])
        for row, messages in told.items():
            lines.writerow([*self._table.rows[row], *messages, *[""] * (width - len(messages))])
        return text.getvalue().encode()
