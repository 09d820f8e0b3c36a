"""Tells people that books and documents differ by more than anybody can explain."""

from aws_cdk import Duration, aws_cloudwatch, aws_cloudwatch_actions, aws_sns
from constructs import Construct

_NAMESPACE, _COUNTED_BY = "ml-connector", "commit_run"


def books_alarm(scope: Construct, topic: aws_sns.ITopic) -> None:
    """An alarm on what every run counts: the entities whose books are not proven."""
    aws_cloudwatch.Alarm(
        scope,
        "BooksUnexplained",
        alarm_description="Xero's trial balance moved without an explanation. Next: ml-connector proof show RUN",
        metric=aws_cloudwatch.Metric(
            namespace=_NAMESPACE,
            metric_name="BooksNotProven",
            dimensions_map={"flow": "actuals", "service": _COUNTED_BY},
            period=Duration.minutes(5),
            statistic="Sum",
        ),
        threshold=1,
        evaluation_periods=1,
        comparison_operator=aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        treat_missing_data=aws_cloudwatch.TreatMissingData.NOT_BREACHING,
    ).add_alarm_action(aws_cloudwatch_actions.SnsAction(topic))
