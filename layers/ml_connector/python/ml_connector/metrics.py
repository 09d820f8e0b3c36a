"""What a run counts, as CloudWatch metrics written through the log."""

from collections.abc import Iterable

from aws_lambda_powertools import single_metric
from aws_lambda_powertools.metrics import MetricUnit

from ml_connector.sync.proof.outcome import BooksOutcome
from ml_connector.sync.summary import Summary

BOOKS_NOT_PROVEN = "BooksNotProven"
"""What the stack's alarm looks at; its dimension is the flow."""

_COUNTED = {
    "rows_sent": "RowsSent",
    "failed": "RowsFailed",
    "quarantined": "RowsQuarantined",
    "tombstones": "Tombstones",
    "xero_calls": "XeroCalls",
}


def count(summary: Summary) -> None:
    """One metric per figure, entity and dataset."""
    for result in summary.results:
        for figure, name in _COUNTED.items():
            with single_metric(name=name, unit=MetricUnit.Count, value=result.counts[figure]) as metric:
                metric.add_dimension("entity", result.entity)
                metric.add_dimension("dataset", result.dataset)


def count_books(books: Iterable[BooksOutcome]) -> None:
    """Per entity: what of its books nothing explains, and over all of them how many are not proven."""
    compared = [one for one in books if one.compared]
    for one in compared:
        with single_metric(name="BooksUnexplained", unit=MetricUnit.NoUnit, value=float(one.unexplained)) as metric:
            metric.add_dimension("entity", one.entity)
    if compared:
        flawed = sum(not one.proven for one in compared)
        with single_metric(name=BOOKS_NOT_PROVEN, unit=MetricUnit.Count, value=flawed) as metric:
            metric.add_dimension("flow", "actuals")
