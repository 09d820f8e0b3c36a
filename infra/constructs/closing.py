"""What happens after a run has ended badly: it is closed, whoever or whatever ended it."""

from aws_cdk import Duration, aws_cloudwatch, aws_cloudwatch_actions, aws_events, aws_iam, aws_kms, aws_sns, aws_sqs
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.workflow import Workflow

_BAD = ["FAILED", "TIMED_OUT", "ABORTED"]


class Closing(Construct):
    """Starts ``workflow`` for every bad end of a watched flow; an event that could not be delivered is kept.

    An event that Step Functions never sends is made up for by the next run on the model: it finds the lease run out.
    """

    def __init__(
        self, scope: Construct, construct_id: str, *, workflow: Workflow, key: aws_kms.IKey, topic: aws_sns.ITopic
    ) -> None:
        super().__init__(scope, construct_id)
        self._workflow = workflow
        self._missed = aws_sqs.Queue(
            self, "Missed", encryption_master_key=key, enforce_ssl=True, retention_period=Duration.days(14)
        )
        self._role = aws_iam.Role(self, "Role", assumed_by=aws_iam.ServicePrincipal("events.amazonaws.com"))
        self._alarm().add_alarm_action(aws_cloudwatch_actions.SnsAction(topic))

    def watch(self, name: str, machine: sfn.IStateMachine) -> None:
        """Close the runs of one flow."""
        aws_events.Rule(
            self,
            name,
            description=f"Closes every run of {name} that ends badly",
            event_pattern=aws_events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={"status": _BAD, "stateMachineArn": [machine.state_machine_arn]},
            ),
            targets=[
                targets.SfnStateMachine(
                    self._workflow.machine,
                    input=aws_events.RuleTargetInput.from_event_path("$.detail"),
                    role=self._role,
                    dead_letter_queue=self._missed,
                    retry_attempts=20,
                    max_event_age=Duration.hours(6),
                )
            ],
        )

    def _alarm(self) -> aws_cloudwatch.Alarm:
        return aws_cloudwatch.Alarm(
            self,
            "NotClosed",
            alarm_description="The end of a run could not be handled. Next: ml-connector locks, then locks --break",
            metric=self._missed.metric_approximate_number_of_messages_visible(period=Duration.minutes(5)),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=aws_cloudwatch.TreatMissingData.NOT_BREACHING,
        )
