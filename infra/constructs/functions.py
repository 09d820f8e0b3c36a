"""The Lambda functions: one flat folder of handlers, one role each."""

from pathlib import Path

from aws_cdk import Duration, aws_iam, aws_lambda
from constructs import Construct

from infra.constructs.access import Function
from infra.constructs.layers import NOT_CODE
from infra.constructs.logs import log_group
from infra.constructs.names import construct_id as id_of
from infra.constructs.policies import Grounds, statements


class Functions(Construct):
    """One function per row of the access table; a file without a row, or a row without a file, stops the synthesis."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        folder: Path,
        table: dict[str, Function],
        layers: list[aws_lambda.LayerVersion],
        grounds: Grounds,
    ) -> None:
        super().__init__(scope, construct_id)
        same_names(folder, table)
        self._code = aws_lambda.Code.from_asset(str(folder), exclude=NOT_CODE)
        self._layers = layers
        self._grounds = grounds
        self.by_name = {name: self._function(name, function) for name, function in table.items()}

    def _function(self, name: str, function: Function) -> aws_lambda.Function:
        log = log_group(self, f"{id_of(name)}Log", self._grounds.key)
        role = aws_iam.Role(
            self,
            f"{id_of(name)}Role",
            assumed_by=aws_iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What {name} may touch",
            inline_policies={"access": aws_iam.PolicyDocument(statements=statements(function, self._grounds, log))},
        )
        return aws_lambda.Function(
            self,
            id_of(name),
            description=f"functions/{name}.py",
            code=self._code,
            handler=f"{name}.handler",
            runtime=aws_lambda.Runtime.PYTHON_3_13,
            architecture=aws_lambda.Architecture.ARM_64,
            memory_size=function.memory,
            timeout=Duration.seconds(function.seconds),
            layers=self._layers,
            role=role,
            log_group=log,
            logging_format=aws_lambda.LoggingFormat.JSON,
            environment=self._environment(name),
            reserved_concurrent_executions=self._at_once(function),
        )

    def _at_once(self, function: Function) -> int | None:
        """Set apart only for who has work: the reserve of one is what all others cannot have."""
        idle = function.queue != "nothing" and self._grounds.queue is None
        return None if idle else function.at_once

    def _environment(self, name: str) -> dict[str, str]:
        return {
            "SETTINGS_BUCKET": self._grounds.settings.s3_bucket_name,
            "SETTINGS_KEY": self._grounds.settings.s3_object_key,
            "TABLE": self._grounds.table.table_name,
            "BUCKET": self._grounds.bucket.bucket_name,
            "POWERTOOLS_SERVICE_NAME": name,
            "POWERTOOLS_METRICS_NAMESPACE": "ml-connector",
            "LOG_LEVEL": "INFO",
        }


def same_names(folder: Path, table: dict[str, Function]) -> None:
    """Raise ValueError with the names that are only in one of both."""
    files = {path.stem for path in folder.glob("*.py")}
    if differing := files ^ table.keys():
        raise ValueError(
            f"{folder} and the access table (infra/constructs/access.py) differ in {', '.join(sorted(differing))}: "
            "every function needs a file and a row"
        )
