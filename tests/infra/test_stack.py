"""What the template promises about safety and keeping; see stack.snapshot.json for who may do what."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ml_connector.settings import load

from infra.constructs.access import FUNCTIONS
from infra.constructs.names import construct_id
from infra.local.home.lifecycle import DEMO
from tests.infra.reading import Template, line, listed, reduced, resources, statements, targets, text

SNAPSHOT = Path(__file__).with_name("stack.snapshot.json")
KEY = "EncryptionKey"
SETTINGS = load(DEMO)
SECRETS = {
    "xero": {connection.secret for connection in SETTINGS.xero.connections.values()},
    "anaplan": {connection.secret for connection in SETTINGS.anaplan.connections.values()},
    "webhooks": set(SETTINGS.webhooks.secrets if SETTINGS.webhooks else ()),
    "idle": {connection.secret for connection in SETTINGS.xero.connections.values() if connection.idles},
}


def test_a_reviewer_sees_what_changes(template: Template) -> None:
    """Kinds of resources, actions per role and names in environments change on purpose or not at all."""
    seen = reduced(template)
    if os.environ.get("SNAPSHOT") == "write":
        SNAPSHOT.write_text(json.dumps(seen, indent=1) + "\n", encoding="utf-8")

    assert seen == json.loads(SNAPSHOT.read_text(encoding="utf-8")), "if this is meant: SNAPSHOT=write make test"


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_secret_is_readable_only_by_the_functions_that_call_its_vendor(template: Template, name: str) -> None:
    """Whoever breaks into a function gets nothing that the function does not need."""
    granted = [
        target
        for statement in statements(template, f"Functions{construct_id(name)}Role")
        if any(action.startswith(("secretsmanager:", "*")) for action in listed(statement["Action"]))
        for target in targets(statement)
    ]

    secrets = [secret for vendor in FUNCTIONS[name].vendors for secret in SECRETS[vendor]]
    assert sorted(target.split(":secret:")[1] for target in granted) == sorted(f"{secret}-??????" for secret in secrets)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_may_not_do_everything_of_anything(template: Template, name: str) -> None:
    """No star stands for a resource, nor for the actions of a service; items are narrowed to partition keys."""
    for statement in statements(template, f"Functions{construct_id(name)}Role"):
        actions = listed(statement["Action"])

        assert "*" not in targets(statement), line(statement)
        assert not [action for action in actions if action.endswith(":*")], line(statement)
        assert "dynamodb:LeadingKeys in" in line(statement) or not actions[0].startswith("dynamodb:"), line(statement)


def test_logs_are_kept_for_a_year_and_not_for_ever(template: Template) -> None:
    """Without a retention CloudWatch keeps, and bills, every line for good."""
    for name, group in resources(template, "AWS::Logs::LogGroup").items():
        assert group["RetentionInDays"] == 365, name
        assert text(group["KmsKeyId"]) == KEY, name


def test_everything_that_keeps_data_is_under_the_customer_key(template: Template) -> None:
    """One key decides who can read; it is rotated."""
    used = [text(secret["KmsKeyId"]) for secret in resources(template, "AWS::SecretsManager::Secret").values()]
    used += [text(queue["KmsMasterKeyId"]) for queue in resources(template, "AWS::SQS::Queue").values()]
    used += [text(topic["KmsMasterKeyId"]) for topic in resources(template, "AWS::SNS::Topic").values()]
    for table in resources(template, "AWS::DynamoDB::GlobalTable").values():
        used += [text(replica["SSESpecification"]["KMSMasterKeyId"]) for replica in table["Replicas"]]
    for bucket in resources(template, "AWS::S3::Bucket").values():
        rules = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        used += [text(rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]) for rule in rules]

    assert len(used) >= 6
    assert set(used) == {KEY}
    assert resources(template, "AWS::KMS::Key")[KEY]["EnableKeyRotation"] is True


def test_what_cannot_be_made_again_survives_the_stack(template: Template) -> None:
    """Deleting the stack by mistake must not delete the books' history, the credentials or the key to both."""
    kept = {"AWS::DynamoDB::GlobalTable", "AWS::S3::Bucket", "AWS::SecretsManager::Secret", "AWS::KMS::Key"}
    for name, resource in template["Resources"].items():
        if resource["Type"] in kept:
            assert resource["DeletionPolicy"] == "Retain", name


def test_the_table_can_be_brought_back_to_any_moment(template: Template) -> None:
    """Cursors and fences that were lost would mean figures loaded twice or never."""
    (table,) = resources(template, "AWS::DynamoDB::GlobalTable").values()
    (replica,) = table["Replicas"]

    assert replica["DeletionProtectionEnabled"] is True
    assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


def test_the_bucket_is_private_versioned_and_tidied(template: Template) -> None:
    """Raw pages are a firm's books: nobody outside reads them, nobody inside overwrites them for good."""
    (bucket,) = resources(template, "AWS::S3::Bucket").values()
    (policy,) = resources(template, "AWS::S3::BucketPolicy").values()
    denied = [one.get("Condition") for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Deny"]

    assert all(bucket["PublicAccessBlockConfiguration"].values())
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert {"Bool": {"aws:SecureTransport": "false"}} in denied
    (rule,) = (rule for rule in bucket["LifecycleConfiguration"]["Rules"] if "Prefix" not in rule)
    assert {"NoncurrentVersionExpiration", "AbortIncompleteMultipartUpload"} <= rule.keys()


def test_a_flow_starts_in_the_firms_time_zone_and_not_hours_late(template: Template) -> None:
    """A start that failed is tried for an hour, then kept where it can be seen."""
    schedule = resources(template, "AWS::Scheduler::Schedule")["ActualsStartSchedule"]
    target: dict[str, Any] = schedule["Target"]

    assert schedule["ScheduleExpression"] == SETTINGS.flows.actuals.schedule
    assert schedule["ScheduleExpressionTimezone"] == SETTINGS.flows.actuals.time_zone
    assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": 3600, "MaximumRetryAttempts": 3}
    assert "DeadLetterConfig" in target
    assert json.loads(target["Input"]) == {"trigger": "schedule", "scheduled_at": "<aws.scheduler.scheduled-time>"}


def test_a_run_that_ends_badly_is_told(template: Template) -> None:
    """Failed, timed out and aborted runs each raise an alarm on the topic."""
    alarms = resources(template, "AWS::CloudWatch::Alarm").values()

    assert {alarm["MetricName"] for alarm in alarms} == {
        "ExecutionsFailed",
        "ExecutionsTimedOut",
        "ExecutionsAborted",
        "Errors",  # of the function that keeps connections
        "BooksNotProven",
        "ApproximateNumberOfMessagesVisible",  # of webhooks that nobody could read, of ends nobody could be told of
    }
    assert all([text(action) for action in alarm["AlarmActions"]] == ["AlertsTopic"] for alarm in alarms)


def test_connections_are_kept_alive_every_day(template: Template) -> None:
    """A refresh token that nobody uses dies after 60 days; one that cannot be renewed is told at once."""
    schedule = resources(template, "AWS::Scheduler::Schedule")["KeepAliveSchedule"]
    alarm = resources(template, "AWS::CloudWatch::Alarm")["KeepAliveLost"]

    assert schedule["ScheduleExpression"] == "rate(1 day)"
    assert text(schedule["Target"]["Arn"]) == "FunctionsKeepConnections"
    assert [text(one["Value"]) for one in alarm["Dimensions"]] == ["FunctionsKeepConnections"]


def test_alarms_and_the_scheduler_may_use_the_key_of_what_they_write_to(template: Template) -> None:
    """An encrypted topic or queue accepts nothing from a service that may not encrypt, and nobody would be told."""
    key_policy = resources(template, "AWS::KMS::Key")[KEY]["KeyPolicy"]["Statement"]
    (topic_policy,) = resources(template, "AWS::SNS::TopicPolicy").values()
    told = [one for one in topic_policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]

    assert [one["Principal"] for one in told] == [{"Service": "cloudwatch.amazonaws.com"}]
    services = [name for one in key_policy for name in listed(one["Principal"].get("Service", []))]
    assert "cloudwatch.amazonaws.com" in services
    assert "events.amazonaws.com" in services
    assert any(
        "kms:GenerateDataKey*" in listed(one["Action"]) and targets(one) == [KEY]
        for one in statements(template, "ActualsStartRole")
    )


def test_the_definition_is_in_the_template_and_its_payloads_are_not_in_the_log(template: Template) -> None:
    """What runs can be read and linted where it is deployed; a run's data stays in its history."""
    for machine in resources(template, "AWS::StepFunctions::StateMachine").values():
        logging = machine["LoggingConfiguration"]

        assert json.loads(machine["DefinitionString"])["QueryLanguage"] == "JSONata"
        assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)


def test_whoever_takes_a_lock_may_show_that_a_redriven_run_is_under_way() -> None:
    """The first step of a redrive does, and any step can be the first one."""
    assert [name for name, one in FUNCTIONS.items() if "LOCK" in one.writes and "RUN" not in one.writes] == []


def test_every_bad_end_of_every_flow_is_followed_up(template: Template) -> None:
    """Nothing inside an execution can clean up after it was stopped or timed out."""
    rules = resources(template, "AWS::Events::Rule").values()
    watched = {text(arn) for rule in rules for arn in rule["EventPattern"]["detail"]["stateMachineArn"]}
    machines = {text({"Ref": name}) for name in resources(template, "AWS::StepFunctions::StateMachine")}

    assert watched == machines - {"CloseRunMachine"}
    for rule in rules:
        (target,) = rule["Targets"]
        assert rule["EventPattern"]["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
        assert (text(target["Arn"]), text(target["DeadLetterConfig"]["Arn"])) == ("CloseRunMachine", "ClosingMissed")
        assert target["RetryPolicy"]["MaximumRetryAttempts"] > 0


def test_cloudformation_will_accept_the_template(template_file: Path) -> None:
    """cfn-lint knows the schemas of all resources and, because the definition is inline, of the states in it."""
    # W3005: the CDK writes DependsOn on roles that are referred to anyway; it does no harm.
    command = [str(Path(sys.executable).with_name("cfn-lint")), "--ignore-checks", "W3005", "--", str(template_file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603  (our own tool)

    assert (result.returncode, result.stdout) == (0, "")
