"""One flow: its state machine, its log, and an alarm for each way in which a run can end badly."""

import re
from pathlib import Path

from aws_cdk import Duration, Stack, aws_cloudwatch, aws_cloudwatch_actions, aws_iam, aws_kms, aws_sns
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.constructs.logs import log_group
from infra.constructs.names import construct_id as id_of

_PLACEHOLDER = re.compile(r"\$\{(\w+)}")


class Workflow(Construct):
    """A STANDARD state machine from a definition file whose ``${PullPages}`` are the functions' ARNs."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        definition: Path,
        functions: dict[str, lambda_.Function],
        key: aws_kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id)
        text = definition.read_text(encoding="utf-8")
        called = _called(text, functions, definition)
        # Step Functions writes the log itself; only this prefix spares the account's resource policy for logs.
        name = f"/aws/vendedlogs/states/{Stack.of(self).stack_name}-{construct_id}"
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            definition_body=sfn.DefinitionBody.from_string(text),
            definition_substitutions={name: function.function_arn for name, function in called.items()},
            state_machine_type=sfn.StateMachineType.STANDARD,
            logs=sfn.LogOptions(
                destination=log_group(self, "Log", key, name), level=sfn.LogLevel.ALL, include_execution_data=False
            ),
            tracing_enabled=True,
        )
        self.machine.add_to_role_policy(
            aws_iam.PolicyStatement(
                actions=["lambda:InvokeFunction"], resources=[function.function_arn for function in called.values()]
            )
        )

    def alarm(self, topic: aws_sns.ITopic) -> None:
        """Tell ``topic`` when a run fails, times out or is aborted."""
        endings = {
            "Failed": self.machine.metric_failed,
            "TimedOut": self.machine.metric_timed_out,
            "Aborted": self.machine.metric_aborted,
        }
        for ending, metric in endings.items():
            aws_cloudwatch.Alarm(
                self,
                f"Run{ending}",
                alarm_description=f"A run of {self.node.id} ended as {ending}. Next: ml-connector runs show",
                metric=metric(period=Duration.minutes(5), statistic="Sum"),
                threshold=1,
                evaluation_periods=1,
                comparison_operator=aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
                treat_missing_data=aws_cloudwatch.TreatMissingData.NOT_BREACHING,
            ).add_alarm_action(aws_cloudwatch_actions.SnsAction(topic))


def _called(text: str, functions: dict[str, lambda_.Function], source: Path) -> dict[str, lambda_.Function]:
    """The functions that a definition names, by their placeholder."""
    by_id = {id_of(name): function for name, function in functions.items()}
    names = sorted(set(_PLACEHOLDER.findall(text)))
    if unknown := [name for name in names if name not in by_id]:
        raise ValueError(f"{source} calls {', '.join(unknown)}; there are {', '.join(sorted(by_id))}")
    return {name: by_id[name] for name in names}
