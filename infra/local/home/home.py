"""A deployed stack from outside: its clients, its secrets and settings, its runs and its logs.

Knows nothing of how the stack came to be; the same code serves AWS.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import boto3
from botocore.config import Config
from ml_connector import plain
from ml_connector.settings import parse_compiled

from infra.local.aws.server import ACCESS_KEY
from infra.local.home.description import Description, from_outputs
from infra.local.home.runs import Run

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ml_connector.settings import Settings


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line that a function wrote; most are JSON."""

    at: datetime
    function: str
    text: str


_ASKING: dict[str, Any] = {"read_timeout": 900, "retries": {"total_max_attempts": 1}}
"""A function that is asked may think for 15 minutes; asked again meanwhile, it would do so twice."""


class Home:
    """One deployment, on this machine or in AWS."""

    def __init__(self, description: Description) -> None:
        self.description = description
        self._clients: dict[str, Any] = {}

    def client(self, name: str) -> Any:
        """The boto3 client of a service, made once."""
        if name not in self._clients:
            self._clients[name] = client(name, self.description.endpoint, self.description.region)
        return self._clients[name]

    def put_credentials(self, secret: str, credentials: Mapping[str, Any]) -> None:
        """Store a connection's credentials under the name that settings give its secret."""
        self.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=json.dumps(dict(credentials)))

    def settings(self) -> Settings:
        """The settings that functions read."""
        place = self._functions()[0]["Environment"]["Variables"]
        bucket, key = place["SETTINGS_BUCKET"], place["SETTINGS_KEY"]
        body = self.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()
        return parse_compiled(body, f"s3://{bucket}/{key}")

    def put_settings(self, settings: Settings) -> None:
        """Let functions that start from now on read these settings; their secrets must be those of the stack."""
        place = self._functions()[0]["Environment"]["Variables"]
        self.client("s3").put_object(
            Bucket=place["SETTINGS_BUCKET"], Key=place["SETTINGS_KEY"], Body=settings.compiled().encode()
        )

    def run(self, flow: str, request: Mapping[str, Any], name: str | None = None) -> Run:
        """Start a run; its id is ``name``, or made from the flow and the time."""
        started = self.client("stepfunctions").start_execution(
            stateMachineArn=self.description.state_machines[flow],
            name=name or f"{flow}-{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:6]}",
            input=json.dumps(dict(request)),
        )
        return self.attach(started["executionArn"])

    def attach(self, arn: str) -> Run:
        """A run that somebody has started."""
        names = {function["FunctionArn"]: _word(function) for function in self._functions()}
        return Run(self.client("stepfunctions"), arn, names)

    def function(self, name: str) -> str:
        """The ARN of a function that is started outside of runs."""
        return next(str(one["FunctionArn"]) for one in self._functions() if _word(one) == name)

    def function_logs(self) -> list[LogLine]:
        """Everything that functions have written, oldest first."""
        lines = [line for function in self._functions() for line in self._logs(function)]
        return sorted(lines, key=lambda line: line.at)

    def _functions(self) -> list[dict[str, Any]]:
        """The functions of this deployment: those that use its table."""
        pages = self.client("lambda").get_paginator("list_functions").paginate()
        return [
            function
            for page in pages
            for function in page["Functions"]
            if function.get("Environment", {}).get("Variables", {}).get("TABLE") == self.description.table
        ]

    def _logs(self, function: dict[str, Any]) -> list[LogLine]:
        logs = self.client("logs")
        group = function["LoggingConfig"]["LogGroup"]
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        return [
            LogLine(datetime.fromtimestamp(event["timestamp"] / 1000, UTC), _word(function), event["message"])
            for page in pages
            for event in page["events"]
        ]


def attach(description: str | Description) -> Home:
    """The home that another process has described."""
    return Home(plain.read_json(Description, description) if isinstance(description, str) else description)


def in_aws(stack: str = "MlConnector") -> Home:
    """The deployment in the account of the caller's credentials."""
    return Home(from_outputs(outputs(client("cloudformation"), stack)))


def client(name: str, endpoint: str | None = None, region: str | None = None) -> Any:
    """A boto3 client, for AWS or for an endpoint on this machine."""
    config = Config(**_ASKING) if name == "lambda" else Config()
    if endpoint is None:
        return boto3.client(name, region_name=region, config=config)  # type: ignore[call-overload]  # the name is a parameter
    return boto3.client(  # type: ignore[call-overload]
        name,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key=ACCESS_KEY,
        config=Config(proxies={}, retries={"max_attempts": 2}).merge(config),
    )


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    """The outputs of a deployed stack."""
    found = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]
    return {output["OutputKey"]: output["OutputValue"] for output in found["Outputs"]}


def _word(function: Mapping[str, Any]) -> str:
    """What a function is called in ``functions/``."""
    return str(function["Handler"]).split(".", maxsplit=1)[0]
