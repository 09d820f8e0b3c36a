"""Everything that runs leave behind in a home, as text: logs, histories, items, objects, environments."""

import gzip
import json
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from infra.local.home import Home

Trace = tuple[str, str]
"""Where it is, and what it says."""


def logs(home: Home) -> Iterator[Trace]:
    """Every line in every log group, of functions and of state machines."""
    client = home.client("logs")
    for group in _every(client, "describe_log_groups", "logGroups"):
        name = group["logGroupName"]
        for event in _every(client, "filter_log_events", "events", logGroupName=name):
            yield f"log {name}", event["message"]


def histories(home: Home) -> Iterator[Trace]:
    """Every event of every run."""
    client = home.client("stepfunctions")
    for machine in home.description.state_machines.values():
        for run in _every(client, "list_executions", "executions", stateMachineArn=machine):
            arn = run["executionArn"]
            yield f"run {run['name']}", json.dumps(client.describe_execution(executionArn=arn), default=str)
            for event in _every(client, "get_execution_history", "events", executionArn=arn):
                yield f"history of {run['name']}", json.dumps(event, default=str)


def items(home: Home) -> Iterator[Trace]:
    """Every item of the table; packed parts unpacked."""
    for item in _every(home.client("dynamodb"), "scan", "Items", TableName=home.description.table):
        yield f"item {item['pk']['S']} {item['sk']['S']}", json.dumps(item, default=_unpacked)


def objects(home: Home) -> Iterator[Trace]:
    """Every version of every object in every bucket, unpacked."""
    client = home.client("s3")
    for bucket in client.list_buckets()["Buckets"]:
        for one in _every(client, "list_object_versions", "Versions", Bucket=bucket["Name"]):
            found = client.get_object(Bucket=bucket["Name"], Key=one["Key"], VersionId=one["VersionId"])
            yield f"object {one['Key']}", _unpacked(found["Body"].read())


def environments(home: Home) -> Iterator[Trace]:
    """What every function is given."""
    for function in _every(home.client("lambda"), "list_functions", "Functions"):
        yield f"function {function['Handler']}", json.dumps(function, default=str)


PLACES: dict[str, Callable[[Home], Iterator[Trace]]] = {
    "logs": logs,
    "histories": histories,
    "items": items,
    "objects": objects,
    "environments": environments,
}


def of_any(secrets: AbstractSet[str], home: Home) -> set[str]:
    """Where one of these is written down."""
    return {where for traced in PLACES.values() for where, text in traced(home) if any(one in text for one in secrets)}


def _every(client: Any, operation: str, key: str, **asked: Any) -> Iterator[Any]:
    return (one for page in client.get_paginator(operation).paginate(**asked) for one in page.get(key, ()))


def _unpacked(content: Any) -> str:
    raw = bytes(getattr(content, "value", content))
    return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw).decode("utf-8", "replace")
