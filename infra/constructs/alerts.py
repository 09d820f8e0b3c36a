"""Where people are told that something needs them."""

from aws_cdk import Stack, aws_iam, aws_kms, aws_sns
from constructs import Construct


class Alerts(Construct):
    """One topic; subscribe the people or the paging tool to it after the first deployment."""

    def __init__(self, scope: Construct, construct_id: str, key: aws_kms.IKey) -> None:
        super().__init__(scope, construct_id)
        self.topic = aws_sns.Topic(self, "Topic", display_name="ml-connector", master_key=key, enforce_ssl=True)
        # A policy of its own, which TLS needs, takes the place of the default one that would let alarms publish.
        self.topic.add_to_resource_policy(
            aws_iam.PolicyStatement(
                principals=[aws_iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Stack.of(self).account}},
            )
        )
