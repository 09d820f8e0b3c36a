"""The statements that one row of the access table stands for; everything is narrowed to a name, a key or a prefix."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aws_cdk import (
    ArnFormat,
    Stack,
    aws_dynamodb,
    aws_iam,
    aws_kms,
    aws_logs,
    aws_s3,
    aws_s3_assets,
    aws_sqs,
    aws_stepfunctions,
)
from ml_connector.stores.records import OPEN

from infra.constructs.access import ITEM_KEYS, OBJECT_KEYS, Function, Vendor

READ_ITEMS = ["dynamodb:BatchGetItem", "dynamodb:ConditionCheckItem", "dynamodb:GetItem", "dynamodb:Query"]
WRITE_ITEMS = [*READ_ITEMS, "dynamodb:BatchWriteItem", "dynamodb:PutItem", "dynamodb:UpdateItem"]
READ_SECRETS = ["secretsmanager:GetSecretValue"]
WRITE_SECRETS = [*READ_SECRETS, "secretsmanager:PutSecretValue"]
TAKE_MESSAGES = ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"]
USE_KEY = ["kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the statements name; secrets by the names that settings give them.

    queue   of webhooks; None: settings have none
    """

    key: aws_kms.IKey
    table: aws_dynamodb.ITableV2
    bucket: aws_s3.IBucket
    secrets: dict[Vendor, list[str]]
    settings: aws_s3_assets.Asset
    queue: aws_sqs.IQueue | None = None


def statements(function: Function, grounds: Grounds, log: aws_logs.ILogGroup) -> list[aws_iam.PolicyStatement]:
    """Everything that a function may do."""
    return [
        allow(["logs:CreateLogStream", "logs:PutLogEvents"], [log.log_group_arn]),
        allow(["s3:GetObject"], [grounds.settings.bucket.arn_for_objects(grounds.settings.s3_object_key)]),
        *_secrets(function, grounds),
        *_items(function, grounds),
        *_objects(function, grounds),
        *_queue(function, grounds),
        *_key(function, grounds),
    ]


def allow(
    actions: Sequence[str], resources: Sequence[str], conditions: dict[str, dict[str, list[str]]] | None = None
) -> aws_iam.PolicyStatement:
    """One statement."""
    return aws_iam.PolicyStatement(actions=list(actions), resources=list(resources), conditions=conditions)


def _secrets(function: Function, grounds: Grounds) -> Iterator[aws_iam.PolicyStatement]:
    for vendor in function.vendors:
        if arns := [_secret_arn(name, Stack.of(grounds.key)) for name in grounds.secrets[vendor]]:
            yield allow(READ_SECRETS if vendor == "webhooks" else WRITE_SECRETS, arns)


def _secret_arn(name: str, stack: Stack) -> str:
    """By name: Secrets Manager adds six random characters to it."""
    return stack.format_arn(
        service="secretsmanager",
        resource="secret",
        resource_name=f"{name}-??????",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )


def _items(function: Function, grounds: Grounds) -> Iterator[aws_iam.PolicyStatement]:
    # A token is renewed by one function at a time: the lease for it is an item named after the secret.
    # The vendor's limits are shared by everybody who calls it.
    asked = [vendor for vendor in function.vendors if vendor != "webhooks"]
    leases = [f"TOKEN#{name}" for vendor in asked for name in grounds.secrets[vendor]]
    limits = [f"LIMIT#{vendor}#*" for vendor in asked if vendor != "idle"]
    read = [key for name in function.reads for key in ITEM_KEYS.get(name, [])]
    write = [key for name in function.writes for key in ITEM_KEYS.get(name, [])] + leases + limits
    for actions, keys in ((READ_ITEMS, read), (WRITE_ITEMS, write)):
        if keys:
            leading = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": keys}}
            yield allow(actions, [grounds.table.table_arn], leading)
    if "OPEN" in function.reads:
        leading = {"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ITEM_KEYS["RECORD"]}}
        yield allow(["dynamodb:Query"], [f"{grounds.table.table_arn}/index/{OPEN}"], leading)


def _objects(function: Function, grounds: Grounds) -> Iterator[aws_iam.PolicyStatement]:
    write = [OBJECT_KEYS[name] for name in function.writes if name in OBJECT_KEYS]
    read = [OBJECT_KEYS[name] for name in function.reads if name in OBJECT_KEYS] + write
    if read:
        yield allow(["s3:ListBucket"], [grounds.bucket.bucket_arn], {"StringLike": {"s3:prefix": read}})
        yield allow(["s3:GetObject"], [grounds.bucket.arn_for_objects(key) for key in read])
    if write:
        yield allow(["s3:PutObject"], [grounds.bucket.arn_for_objects(key) for key in write])


def _queue(function: Function, grounds: Grounds) -> Iterator[aws_iam.PolicyStatement]:
    if grounds.queue is not None and function.queue != "nothing":
        take = TAKE_MESSAGES if function.queue == "take and send" else []
        yield allow([*take, "sqs:SendMessage"], [grounds.queue.queue_arn])


def on_flow(machine: aws_stepfunctions.StateMachine) -> list[aws_iam.PolicyStatement]:
    """See what is under way of a flow, and start more of it."""
    executions = Stack.of(machine).format_arn(
        service="states",
        resource="execution",
        resource_name=f"{machine.state_machine_name}:*",
        arn_format=ArnFormat.COLON_RESOURCE_NAME,
    )
    return [
        allow(["states:ListExecutions", "states:StartExecution"], [machine.state_machine_arn]),
        allow(["states:DescribeExecution"], [executions]),
    ]


def _key(function: Function, grounds: Grounds) -> Iterator[aws_iam.PolicyStatement]:
    """The key may be used through the services that hold our data, never by itself."""
    region = Stack.of(grounds.key).region
    named = {*function.reads, *function.writes}
    tabled = named & ITEM_KEYS.keys() or any(vendor != "webhooks" for vendor in function.vendors)
    services = [
        *(["dynamodb"] if tabled else []),
        *(["s3"] if named & OBJECT_KEYS.keys() else []),
        *(["secretsmanager"] if function.vendors else []),
        *(["sqs"] if function.queue != "nothing" else []),
    ]
    if services:
        through = {"StringEquals": {"kms:ViaService": [f"{service}.{region}.amazonaws.com" for service in services]}}
        yield allow(USE_KEY, [grounds.key.key_arn], through)
