"""What a run counts, as CloudWatch metrics written through the log."""

from aws_lambda_powertools import single_metric
from aws_lambda_powertools.metrics import MetricUnit

from ml_connector.sync.summary import Summary

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
