"""The two layers: our package as it lies in the repository, and what it needs, built by ``make``."""

from pathlib import Path

from aws_cdk import aws_lambda
from constructs import Construct

NOT_CODE = ["**/__pycache__", "**/*.pyc", "**/*.md"]

PACKAGE = "Package"
DEPENDENCIES = "Dependencies"


class Layers(Construct):
    """Both are plain folders with ``python/`` in them, so no bundling and no Docker."""

    def __init__(self, scope: Construct, construct_id: str, *, package: Path, dependencies: Path) -> None:
        super().__init__(scope, construct_id)
        if not (dependencies / "python").is_dir():
            raise FileNotFoundError(
                f"{dependencies} has no folder python, so there is nothing to put into the dependencies layer; "
                "`make synth` builds it first (infra/build_dependencies.sh does it alone)"
            )
        self.all = [self._layer(PACKAGE, package), self._layer(DEPENDENCIES, dependencies)]

    def _layer(self, name: str, folder: Path) -> aws_lambda.LayerVersion:
        return aws_lambda.LayerVersion(
            self,
            name,
            code=aws_lambda.Code.from_asset(str(folder), exclude=NOT_CODE if name == PACKAGE else None),
            compatible_runtimes=[aws_lambda.Runtime.PYTHON_3_13],
            compatible_architectures=[aws_lambda.Architecture.ARM_64],
        )
