"""A stack of one function and one workflow, written by hand: what a home has to do can be seen in seconds."""

import json
from pathlib import Path
from typing import Any

from infra.local.home.assembly import Assembly

CODE = '''
"""Does what it is told."""

import os
import time

import boto3


class VendorDown(Exception):
    """Retried."""


class ContractBroken(Exception):
    """Caught."""


class SettingsWrong(Exception):
    """Neither."""


calls = 0


def handler(event, context):
    global calls
    calls += 1
    event = event if isinstance(event, dict) else {}
    if "sleep" in event:
        time.sleep(event["sleep"])
    if "until" in event and event["attempt"] < event["until"]:
        raise SettingsWrong("not before attempt " + str(event["until"]))
    if event.get("raise") and calls <= event.get("times", 99):
        raise {"VendorDown": VendorDown, "ContractBroken": ContractBroken, "SettingsWrong": SettingsWrong}[
            event["raise"]
        ]("cause, proof and next step")
    if "read" in event:
        boto3.client("dynamodb").get_item(
            TableName=os.environ["TABLE"], Key={"pk": {"S": event["read"]}, "sk": {"S": "x"}}
        )
    return {"calls": calls, "zone": time.tzname[0], "bucket": os.environ["BUCKET"]}
'''

DEFINITION = {
    "QueryLanguage": "JSONata",
    "StartAt": "Work",
    "States": {
        "Work": {
            "Type": "Task",
            "Resource": "${Work}",
            "TimeoutSeconds": 20,
            "Retry": [{"ErrorEquals": ["VendorDown"], "IntervalSeconds": 1, "MaxAttempts": 3, "BackoffRate": 1}],
            "Catch": [{"ErrorEquals": ["ContractBroken"], "Output": "{% $states.errorOutput.Error %}", "Next": "Told"}],
            "End": True,
        },
        "Told": {"Type": "Pass", "End": True},
    },
}


ATTEMPT = "{% $states.context.Execution.RedriveCount %}"

REDRIVEN = {
    "QueryLanguage": "JSONata",
    "StartAt": "Begin",
    "States": {
        "Begin": {"Type": "Task", "Resource": "${Work}", "Output": "{% $states.input %}", "Next": "Parts"},
        "Parts": {
            "Type": "Map",
            "Items": "{% $states.input.parts %}",
            "MaxConcurrency": 1,
            "ItemProcessor": {
                "ProcessorConfig": {"Mode": "INLINE"},
                "StartAt": "First",
                "States": {
                    "First": {
                        "Type": "Task",
                        "Resource": "${Work}",
                        "Output": "{% $states.input %}",
                        "Next": "Second",
                    },
                    "Second": {
                        "Type": "Task",
                        "Resource": "${Work}",
                        "Arguments": {"until": "{% $states.input %}", "attempt": ATTEMPT},
                        "Output": "{% $states.input %}",
                        "End": True,
                    },
                },
            },
            "Next": "Ending",
        },
        "Ending": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $max($states.input) < 9 %}", "Next": "Well"}],
            "Default": "Badly",
        },
        "Badly": {"Type": "Fail", "Error": "TooSoon"},
        "Well": {"Type": "Succeed"},
    },
}
"""One part after the other; each fails until the attempt that it names; a 9 among them ends in a Fail."""

ASSETS = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    return {"Type": kind, "Properties": properties}


def role(service: str, *statements: dict[str, Any]) -> dict[str, Any]:
    trusted = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    policy = {"PolicyName": "access", "PolicyDocument": {"Version": "2012-10-17", "Statement": list(statements)}}
    return resource(
        "AWS::IAM::Role",
        AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [trusted]},
        Policies=[policy] if statements else [],
    )


def arn(name: str) -> dict[str, Any]:
    return {"Fn::GetAtt": [name, "Arn"]}


def template() -> dict[str, Any]:
    reading = {
        "Effect": "Allow",
        "Action": "dynamodb:GetItem",
        "Resource": arn("Table"),
        "Condition": {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["CURSOR#*"]}},
    }
    key = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]
    return {
        "Resources": {
            "Table": resource(
                "AWS::DynamoDB::Table",
                KeySchema=key,
                AttributeDefinitions=[{"AttributeName": one["AttributeName"], "AttributeType": "S"} for one in key],
                BillingMode="PAY_PER_REQUEST",
            ),
            "Bucket": resource("AWS::S3::Bucket"),
            "Layer": resource("AWS::Lambda::LayerVersion", Content={"S3Bucket": "unused", "S3Key": "layer.zip"}),
            "Role": role("lambda.amazonaws.com", reading),
            "Work": resource(
                "AWS::Lambda::Function",
                Code={
                    "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                    "S3Key": "c.zip",
                },
                Handler="work.handler",
                Runtime="python3.13",
                Role=arn("Role"),
                Layers=[{"Ref": "Layer"}],
                Timeout=2,
                Environment={"Variables": {"TABLE": {"Ref": "Table"}, "BUCKET": {"Ref": "Bucket"}}},
            ),
            "FlowRole": role("states.amazonaws.com"),
            "Flow": resource(
                "AWS::StepFunctions::StateMachine",
                DefinitionString=json.dumps(DEFINITION),
                DefinitionSubstitutions={"Work": arn("Work")},
                RoleArn=arn("FlowRole"),
            ),
            "Again": resource(
                "AWS::StepFunctions::StateMachine",
                DefinitionString=json.dumps(REDRIVEN),
                DefinitionSubstitutions={"Work": arn("Work")},
                RoleArn=arn("FlowRole"),
            ),
        },
        "Outputs": {
            "AgainStateMachine": {"Value": {"Ref": "Again"}},
            "TinyStateMachine": {"Value": {"Ref": "Flow"}},
            "Table": {"Value": {"Ref": "Table"}},
            "Bucket": {"Value": {"Ref": "Bucket"}},
        },
    }


def assembly(folder: Path) -> Assembly:
    """The stack as the CDK would have written it."""
    for path, content in (("code/work.py", CODE), ("layer/python/empty.py", "")):
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(content, encoding="utf-8")
    files = {
        path: {"source": {"path": path, "packaging": "zip"}, "destinations": {"here": {"objectKey": key}}}
        for path, key in (("code", "c.zip"), ("layer", "layer.zip"))
    }
    (folder / "Tiny.assets.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    (folder / "Tiny.template.json").write_text(json.dumps(template()), encoding="utf-8")
    return Assembly(folder, "Tiny")
