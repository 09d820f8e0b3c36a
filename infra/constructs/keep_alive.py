"""What keeps idle connections alive: a function that is called once a day, and an alarm when it cannot."""

from aws_cdk import Duration, aws_cloudwatch, aws_cloudwatch_actions, aws_iam, aws_kms, aws_scheduler, aws_sns, aws_sqs
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_scheduler_targets as targets
from constructs import Construct

from infra.constructs.schedule import scheduler_role


class KeepAlive(Construct):
    """A day is far below the shortest time after which an unused connection dies (Xero: 60 days)."""

    def __init__(self, scope: Construct, construct_id: str, *, function: lambda_.Function, key: aws_kms.IKey) -> None:
        super().__init__(scope, construct_id)
        self._function = function
        missed = aws_sqs.Queue(
            self, "Missed", encryption_master_key=key, enforce_ssl=True, retention_period=Duration.days(14)
        )
        role: aws_iam.Role = scheduler_role(self, key)
        aws_scheduler.Schedule(
            self,
            "Schedule",
            schedule=aws_scheduler.ScheduleExpression.rate(Duration.days(1)),
            target=targets.LambdaInvoke(
                function, role=role, dead_letter_queue=missed, retry_attempts=3, max_event_age=Duration.hours(1)
            ),
        )

    def alarm(self, topic: aws_sns.ITopic) -> None:
        """Tell ``topic`` that a connection cannot be kept."""
        aws_cloudwatch.Alarm(
            self,
            "Lost",
            alarm_description="A connection could not be renewed. Next: ml-connector connections",
            metric=self._function.metric_errors(period=Duration.hours(1), statistic="Sum"),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=aws_cloudwatch.TreatMissingData.NOT_BREACHING,
        ).add_alarm_action(aws_cloudwatch_actions.SnsAction(topic))
