"""A run's history, written by hand: one second between any two steps."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.home import Step

BEGUN = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


class History:
    """Steps in order, as a home tells them."""

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def called(self, function: str) -> "History":
        """A function begins."""
        return self._add("called", function)

    def answered(self, function: str, data: Any = None) -> "History":
        """It ends well."""
        return self._add("answered", function, data)

    def worked(self, function: str, data: Any = None) -> "History":
        """Both at once."""
        return self.called(function).answered(function, data)

    def raised(self, function: str, error: str, message: str) -> "History":
        """It ends badly."""
        self.steps.append(Step(self._now(), "raised", function, None, error, message))
        return self

    def __iter__(self) -> Iterator[Step]:
        return iter(self.steps)

    def _add(self, kind: Any, function: str, data: Any = None) -> "History":
        self.steps.append(Step(self._now(), kind, function, data))
        return self

    def _now(self) -> datetime:
        return BEGUN + timedelta(seconds=len(self.steps))


def plan(*datasets: str) -> dict[str, Any]:
    """What ``prepare`` answers for entity UK."""
    places = [{"entity": "UK", "dataset": name} for name in datasets]
    return {"pulls": places, "stages": [{"loads": [place]} for place in places]}


def pulled(dataset: str, documents: int, calls: int, wait: int = 0) -> dict[str, Any]:
    """What ``pull_pages`` answers."""
    pull = {"entity": "UK", "dataset": dataset, "since": None}
    position = {"documents": documents, "calls": calls}
    return {"pull": pull, "position": position, "done": not wait, "wait_seconds": wait}


def mapped(dataset: str, rows: int, quarantined: int = 0) -> dict[str, Any]:
    """What ``map_rows`` answers."""
    return {"entity": "UK", "dataset": dataset, "rows": rows, "quarantined": quarantined}


def loaded(dataset: str, rows: int) -> dict[str, Any]:
    """What ``read_result`` answers when all is well."""
    return {"entity": "UK", "dataset": dataset, "rows_sent": rows, "ok": rows}


def proofs(proven: int, unproven: int) -> dict[str, Any]:
    """What ``prove_loads`` answers."""
    return {"proofs": [{"proven": number < proven} for number in range(proven + unproven)]}


def summary(*, proven: bool) -> dict[str, Any]:
    """What ``commit_run`` answers."""
    return {"proven": proven, "accounted": True, "results": []}
