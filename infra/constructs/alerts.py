"""Where people are told that something needs them."""

from aws_cdk import aws_kms, aws_sns
from constructs import Construct


class Alerts(Construct):
    """One topic; subscribe the people or the paging tool to it after the first deployment."""

    def __init__(self, scope: Construct, construct_id: str, key: aws_kms.IKey) -> None:
        super().__init__(scope, construct_id)
        self.topic = aws_sns.Topic(self, "Topic", display_name="ml-connector", master_key=key, enforce_ssl=True)
