"""A deployment as commands see it, with nothing behind it: a stack's outputs, a table, a bucket and settings."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any, Literal

import boto3
import yaml
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders
from ml_connector.settings import parse
from ml_connector.stores.objects import ObjectStore

from infra.local.home.lifecycle import DEMO
from tests.component.stores.tables import new_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mypy_boto3_dynamodb.service_resource import Table

STACK = "Deployed"
REGION: Literal["eu-west-2"] = "eu-west-2"
_MACHINE = f"arn:aws:states:{REGION}:123456789012:stateMachine:"


class Deployed:
    """Under moto, which knows neither stacks nor tokens: for these, answers come from here.

    answers   what was sent for task tokens
    refusal   the error that Step Functions has for the next answer; empty: it takes it
    """

    def __init__(self, plans: Mapping[str, Any]) -> None:
        self.answers: list[dict[str, Any]] = []
        self.refusal = ""
        self.table: Table = new_table(boto3.resource("dynamodb", region_name=REGION))
        self.bucket = "deployed"
        self._s3 = boto3.client("s3", region_name=REGION)
        self._s3.create_bucket(Bucket=self.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        self.objects = ObjectStore(self._s3, self.bucket)
        self._s3.put_object(Bucket=self.bucket, Key="settings.json", Body=_settings(plans))

    def answer_on(self, events: Any) -> None:
        """Stand in for what moto does not know, on the events of a session of botocore."""
        events.register("before-call.cloudformation.DescribeStacks", self._stack)
        events.register("before-call.lambda.ListFunctions", self._functions)
        events.register("before-call.sfn.SendTaskSuccess", self._answered)

    def overwrite(self, key: str, old: bytes, new: bytes) -> None:
        """What somebody does who may write to the bucket."""
        body = self.objects.get(key)
        assert old in body
        self._s3.put_object(Bucket=self.bucket, Key=key, Body=body.replace(old, new))

    def _answered(self, params: dict[str, Any], **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        self.answers.append(json.loads(params["body"]))
        if self.refusal:
            return _told({"Error": {"Code": self.refusal, "Message": "no"}}, 400)
        return _told({})

    def _stack(self, **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        machines = {f"{flow}StateMachine": f"{_MACHINE}{flow}" for flow in ("Plan", "Actuals")}
        outputs = {"Table": self.table.name, "Bucket": self.bucket, **machines}
        shown = [{"OutputKey": key, "OutputValue": value} for key, value in outputs.items()]
        return _told({"Stacks": [{"StackName": STACK, "Outputs": shown}]})

    def _functions(self, **_: Any) -> tuple[AWSResponse, dict[str, Any]]:
        variables = {"TABLE": self.table.name, "SETTINGS_BUCKET": self.bucket, "SETTINGS_KEY": "settings.json"}
        function = {"FunctionArn": "arn", "Handler": "prepare.handler", "Environment": {"Variables": variables}}
        return _told({"Functions": [function]})


def _told(parsed: dict[str, Any], status: int = 200) -> tuple[AWSResponse, dict[str, Any]]:
    """As botocore has an answer."""
    return AWSResponse("https://aws", status, HTTPHeaders(), io.BytesIO()), {"ResponseMetadata": {}, **parsed}


def _settings(plans: Mapping[str, Any]) -> bytes:
    """Those of the demo, with plans that differ from its one as told."""
    content = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    (demo,) = content["plans"].values()
    content["plans"] = {name: {**demo, **plan} for name, plan in plans.items()}
    return parse(content, "of these tests").compiled().encode()
