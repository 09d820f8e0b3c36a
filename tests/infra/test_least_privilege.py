"""Every function's role, put on and tried: what the access table grants works, and everything else is refused."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from ml_connector.stores.records import OPEN

from infra.constructs.access import FUNCTIONS, ITEM_KEYS, OBJECT_KEYS, Function
from infra.local.home import Home, LocalHome
from infra.local.home.assembly import Assembly

SECRETS = {
    "xero": "ml-connector/xero/group",
    "anaplan": "ml-connector/anaplan/planning",
    "webhooks": "ml-connector/xero/webhooks",
}

IDLE = {"idle": "xero"}  # the demo firm's only connection that dies when nobody uses it


@pytest.fixture(scope="module")
def home(stack: Assembly) -> Iterator[Home]:
    with LocalHome(assembly=stack, enforce_iam=True) as home:
        for secret in SECRETS.values():
            home.put_credentials(secret, {"made": "up"})
        yield home


@dataclass(frozen=True)
class Probe:
    """One call that a function might try."""

    what: str
    service: str
    method: str
    arguments: dict[str, Any]

    def allowed(self, clients: dict[str, Any]) -> bool:
        try:
            getattr(clients[self.service], self.method)(**self.arguments)
        except ClientError as error:
            return _passed(error)
        return True


def probes(home: Home) -> Iterator[Probe]:
    table, bucket = {"TableName": home.description.table}, {"Bucket": home.description.bucket}
    for vendor, secret in SECRETS.items():
        yield Probe(f"secret {vendor}", "secretsmanager", "get_secret_value", {"SecretId": secret})
    for name, pattern in OBJECT_KEYS.items():
        at = {**bucket, "Key": pattern.replace("*", "1")}
        yield Probe(f"write {name}", "s3", "put_object", {**at, "Body": b"x", "IfNoneMatch": "*"})
        yield Probe(f"read {name}", "s3", "get_object", at)
        yield Probe(f"list {name}", "s3", "list_objects_v2", {**bucket, "Prefix": at["Key"]})
        yield Probe(f"delete {name}", "s3", "delete_object", at)
    for name, (pattern, *_) in ITEM_KEYS.items():
        key = {"pk": {"S": pattern.replace("*", "1")}, "sk": {"S": "x"}}
        yield Probe(f"write {name}", "dynamodb", "put_item", {**table, "Item": key})
        yield Probe(f"read {name}", "dynamodb", "get_item", {**table, "Key": key})
        yield Probe(f"delete {name}", "dynamodb", "delete_item", {**table, "Key": key})
    of_records = {
        "KeyConditionExpression": "pk = :pk",
        "ExpressionAttributeValues": {":pk": {"S": ITEM_KEYS["RECORD"][0].replace("*", "1")}},
    }
    yield Probe("read OPEN", "dynamodb", "query", {**table, "IndexName": OPEN, **of_records})
    audit = {**bucket, "Key": OBJECT_KEYS["audit"].replace("*", "1")}
    yield Probe("overwrite audit", "s3", "put_object", {**audit, "Body": b"other"})
    yield Probe("read everything", "dynamodb", "scan", table)
    yield Probe("list everything", "s3", "list_objects_v2", bucket)
    yield Probe("write settings", "s3", "put_object", {**_settings(home), "Body": b"x"})
    yield Probe("read settings", "s3", "get_object", _settings(home))


def granted(function: Function) -> set[str]:
    """The names of the probes that the access table lets through."""
    seen = (*function.reads, *function.writes)
    return {
        "read settings",
        *(f"secret {IDLE.get(vendor, vendor)}" for vendor in function.vendors),
        *(f"read {name}" for name in seen),
        *(f"list {name}" for name in seen if name in OBJECT_KEYS),
        *(f"write {name}" for name in function.writes),
    }


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_can_do_what_the_table_says_and_nothing_else(home: Home, name: str) -> None:
    """The table is what people read; the policies made from it are what counts."""
    clients = _as_function(home, name)

    done = {probe.what for probe in probes(home) if probe.allowed(clients)}

    assert done == granted(FUNCTIONS[name])


def _passed(error: ClientError) -> bool:
    """Whether a call failed for another reason than what its caller may do."""
    code = error.response["Error"]["Code"]
    if code not in ("AccessDenied", "AccessDeniedException", "NoSuchKey", "PreconditionFailed"):
        raise error
    return code in ("NoSuchKey", "PreconditionFailed")  # allowed, and nobody, or somebody else, has written it yet


def _settings(home: Home) -> dict[str, str]:
    (place, *_) = [function["Environment"]["Variables"] for function in _functions(home)]
    return {"Bucket": place["SETTINGS_BUCKET"], "Key": place["SETTINGS_KEY"]}


def _functions(home: Home) -> list[dict[str, Any]]:
    functions: list[dict[str, Any]] = home.client("lambda").list_functions()["Functions"]
    return functions


def _as_function(home: Home, name: str) -> dict[str, Any]:
    """Clients that may do what the role of a function grants."""
    (role,) = [function["Role"] for function in _functions(home) if function["Handler"] == f"{name}.handler"]
    keys = home.client("sts").assume_role(RoleArn=role, RoleSessionName=name)["Credentials"]
    session: Any = boto3.Session(
        keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"], home.description.region
    )
    endpoint = home.description.endpoint
    return {service: session.client(service, endpoint_url=endpoint) for service in ("s3", "dynamodb", "secretsmanager")}
