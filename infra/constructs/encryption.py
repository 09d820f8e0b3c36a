"""The customer key under which everything that keeps data is encrypted."""

from aws_cdk import RemovalPolicy, Stack, aws_iam, aws_kms
from constructs import Construct


class Encryption(Construct):
    """One key, rotated every year, usable for the logs, alarms and undelivered events of this account only."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.key = aws_kms.Key(
            self,
            "Key",
            description="Actuals, plans, credentials and logs of ml-connector",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        stack = Stack.of(self)
        self._let(
            f"logs.{stack.region}.amazonaws.com",
            {
                "ArnLike": {
                    "kms:EncryptionContext:aws:logs:arn": stack.format_arn(service="logs", resource="log-group") + ":*"
                }
            },
        )
        for service in (
            "cloudwatch",
            "events",
        ):  # alarms to the topic; events that could not be delivered to their queue
            self._let(f"{service}.amazonaws.com", {"StringEquals": {"aws:SourceAccount": stack.account}})

    def _let(self, service: str, conditions: dict[str, dict[str, str]]) -> None:
        self.key.add_to_resource_policy(
            aws_iam.PolicyStatement(
                principals=[aws_iam.ServicePrincipal(service)],
                actions=["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"],
                resources=["*"],
                conditions=conditions,
            )
        )
