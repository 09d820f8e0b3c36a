"""When a flow starts by itself."""

from collections.abc import Mapping

from aws_cdk import Duration, Stack, TimeZone, aws_iam, aws_kms, aws_scheduler, aws_sqs
from aws_cdk import aws_scheduler_targets as targets
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct
from ml_connector.settings import Flow


class Schedule(Construct):
    """A schedule in the firm's own time zone; a start that could not be made within the hour is kept in a queue.

    told   what every run that it starts is told, besides when and by what it was started
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        flow: Flow,
        machine: sfn.IStateMachine,
        key: aws_kms.IKey,
        told: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(scope, construct_id)
        missed = aws_sqs.Queue(
            self, "Missed", encryption_master_key=key, enforce_ssl=True, retention_period=Duration.days(14)
        )
        aws_scheduler.Schedule(
            self,
            "Schedule",
            schedule=aws_scheduler.ScheduleExpression.expression(flow.schedule, TimeZone.of(flow.time_zone)),
            enabled=flow.enabled,
            target=targets.StepFunctionsStartExecution(
                machine,
                role=scheduler_role(self, key),
                dead_letter_queue=missed,
                # By default the scheduler tries 185 times over a day: a night's run must not start in office hours.
                retry_attempts=3,
                max_event_age=Duration.hours(1),
                input=aws_scheduler.ScheduleTargetInput.from_object(
                    {
                        **(told or {}),
                        "trigger": "schedule",
                        "scheduled_at": aws_scheduler.ContextAttribute.scheduled_time,
                    }
                ),
            ),
        )


def scheduler_role(scope: Construct, key: aws_kms.IKey) -> aws_iam.Role:
    """Starts what a schedule starts, and encrypts what goes into its queue, which the CDK's own role could not."""
    stack = Stack.of(scope)
    here = {"StringEquals": {"aws:SourceAccount": stack.account}}
    through_sqs = {"StringEquals": {"kms:ViaService": f"sqs.{stack.region}.amazonaws.com"}}
    encrypt = ["kms:Decrypt", "kms:GenerateDataKey*"]
    role = aws_iam.Role(
        scope, "Role", assumed_by=aws_iam.ServicePrincipal("scheduler.amazonaws.com").with_conditions(here)
    )
    role.add_to_policy(aws_iam.PolicyStatement(actions=encrypt, resources=[key.key_arn], conditions=through_sqs))
    return role
