"""Log groups, all alike: kept for a year under the customer key, gone with the stack."""

from aws_cdk import RemovalPolicy, aws_kms, aws_logs
from constructs import Construct


def log_group(scope: Construct, construct_id: str, key: aws_kms.IKey, name: str | None = None) -> aws_logs.LogGroup:
    """A log group; without a ``name`` CloudFormation gives it one."""
    return aws_logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=aws_logs.RetentionDays.ONE_YEAR,
        encryption_key=key,
        removal_policy=RemovalPolicy.DESTROY,
    )
