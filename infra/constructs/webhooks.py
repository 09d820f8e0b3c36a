"""The way in for webhooks: a route, a receiver, a queue with a second one for what nobody can read, a dispatcher."""

from typing import cast

from aws_cdk import CfnOutput, Duration, aws_apigatewayv2, aws_cloudwatch, aws_cloudwatch_actions, aws_kms, aws_sns
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct
from ml_connector.settings import Webhooks as Options

from infra.constructs.logs import log_group
from infra.constructs.policies import on_flow

PATH = "/webhooks/xero"

_RATE, _BURST = 100, 200
"""Requests a second: more than Xero sends to one app, and less than would cost much."""

_TRIES = 5


class WebhookQueue(Construct):
    """What was told and is not noted yet. After five tries a message is put aside for a person."""

    def __init__(self, scope: Construct, construct_id: str, key: aws_kms.IKey) -> None:
        super().__init__(scope, construct_id)
        self.aside = sqs.Queue(
            self, "Aside", encryption_master_key=key, enforce_ssl=True, retention_period=Duration.days(14)
        )
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption_master_key=key,
            enforce_ssl=True,
            retention_period=Duration.days(4),
            visibility_timeout=Duration.minutes(3),  # six times the dispatcher's own time, as Lambda advises
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.aside, max_receive_count=_TRIES),
        )


class Webhooks(Construct):
    """Open to the world, so everything behind it is counted: the route by rate, the receiver by its reserve."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        options: Options,
        queue: WebhookQueue,
        receiver: lambda_.Function,
        dispatcher: lambda_.Function,
        machine: sfn.StateMachine,
        key: aws_kms.IKey,
    ) -> None:
        super().__init__(scope, construct_id)
        self._aside = queue.aside
        receiver.add_environment("WEBHOOK_QUEUE", queue.queue.queue_url)
        receiver.add_environment("WEBHOOK_SECRETS", " ".join(options.secrets))
        dispatcher.add_environment("WEBHOOK_QUEUE", queue.queue.queue_url)
        dispatcher.add_environment("FLOW_ACTUALS", machine.state_machine_arn)
        for statement in on_flow(machine):
            dispatcher.add_to_role_policy(statement)
        lambda_.EventSourceMapping(
            self,
            "Messages",
            target=dispatcher,
            event_source_arn=queue.queue.queue_arn,
            batch_size=100,
            max_batching_window=Duration.seconds(2),
            max_concurrency=2,
            report_batch_item_failures=True,
        )
        self._route(receiver, key)

    def alarm(self, topic: aws_sns.ITopic) -> None:
        """Tell ``topic`` that messages were put aside."""
        aws_cloudwatch.Alarm(
            self,
            "PutAside",
            alarm_description="Webhooks were put aside unread. Next: look at the dispatcher's log; no figure is lost, "
            "the schedule brings what they told of",
            metric=self._aside.metric_approximate_number_of_messages_visible(
                period=Duration.minutes(5), statistic="Maximum"
            ),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=aws_cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=aws_cloudwatch.TreatMissingData.NOT_BREACHING,
        ).add_alarm_action(aws_cloudwatch_actions.SnsAction(topic))

    def _route(self, receiver: lambda_.Function, key: aws_kms.IKey) -> None:
        api = aws_apigatewayv2.HttpApi(self, "Api", create_default_stage=False, description="Webhooks of Xero")
        api.add_routes(
            path=PATH,
            methods=[aws_apigatewayv2.HttpMethod.POST],
            integration=integrations.HttpLambdaIntegration("Receiver", receiver),
        )
        stage = aws_apigatewayv2.HttpStage(
            self,
            "Stage",
            http_api=api,
            stage_name="$default",
            auto_deploy=True,
            throttle=aws_apigatewayv2.ThrottleSettings(rate_limit=_RATE, burst_limit=_BURST),
        )
        log = log_group(self, "Log", key)
        resource = cast("aws_apigatewayv2.CfnStage", stage.node.default_child)
        resource.access_log_settings = aws_apigatewayv2.CfnStage.AccessLogSettingsProperty(
            destination_arn=log.log_group_arn,
            format='{"at":"$context.requestTime","status":"$context.status","route":"$context.routeKey",'
            '"from":"$context.identity.sourceIp","milliseconds":"$context.responseLatency"}',
        )
        CfnOutput(self, "Url", value=f"{api.api_endpoint}{PATH}").override_logical_id("WebhookUrl")
