"""One secret per connection, named by the settings."""

from collections.abc import Iterable

from aws_cdk import RemovalPolicy, SecretValue, aws_kms, aws_secretsmanager
from constructs import Construct

from infra.constructs.names import construct_id as id_of


class Secrets(Construct):
    """Secrets by name, born empty: what is in them comes from ``ml-connector connect`` and never from a template."""

    def __init__(self, scope: Construct, construct_id: str, names: Iterable[str], key: aws_kms.IKey) -> None:
        super().__init__(scope, construct_id)
        for name in sorted(set(names)):
            self._secret(name, key)

    def _secret(self, name: str, key: aws_kms.IKey) -> None:
        aws_secretsmanager.Secret(
            self,
            id_of(name),
            secret_name=name,
            description="Credentials and current token; written by ml-connector only",
            encryption_key=key,
            secret_string_value=SecretValue.unsafe_plain_text("{}"),
            removal_policy=RemovalPolicy.RETAIN,
        )
