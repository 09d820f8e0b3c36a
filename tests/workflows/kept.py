"""What the connector keeps in a home: cursors, the lock, objects, secrets; and what its functions are given.

Read and changed as an operator would, past the connector's own code.
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.home import Home


class Kept:
    """One home; ``model`` is the Anaplan model as the lock names it, ``workspace#model``."""

    def __init__(self, home: Home, model: str) -> None:
        self._home, self._lock_key = home, f"LOCK#{model}"

    def cursor(self, entity: str, dataset: str) -> datetime | None:
        """Where a dataset stands."""
        item = self._item(f"CURSOR#{entity}#{dataset}", "CURSOR")
        return datetime.fromisoformat(item["since"]["S"]) if item else None

    def fence(self) -> int:
        """How often the model has got a new holder."""
        return int(self._item(self._lock_key, "LOCK")["fence"]["N"])

    def holder(self) -> str | None:
        """The run that holds the model."""
        lock = self._item(self._lock_key, "LOCK")
        return str(lock["holder"]["M"]["run"]["S"]) if "holder" in lock else None

    def at_work(self) -> set[str]:
        """The steps of the model's holder that have not told of their end."""
        return set(self._item(self._lock_key, "LOCK").get("at_work", {}).get("M", {}))

    def mover(self, entity: str, dataset: str) -> str | None:
        """The run that has moved a cursor last."""
        item = self._item(f"CURSOR#{entity}#{dataset}", "CURSOR")
        return str(item["run"]["S"]) if item else None

    def proven(self, run: str, entity: str, dataset: str) -> bool:
        """Whether a load of a run is marked so."""
        return bool(self._item(f"RUN#{run}", f"PROVEN#{entity}#{dataset}"))

    def lease_runs_out(self) -> None:
        """As if the time of whoever holds the model were over."""
        lock = self._item(self._lock_key, "LOCK")
        if "holder" in lock:
            lock["holder"]["M"]["until"]["S"] = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
            lock["revision"]["N"] = str(int(lock["revision"]["N"]) + 1)
            self._home.client("dynamodb").put_item(TableName=self._home.description.table, Item=lock)

    def keys(self, prefix: str) -> list[str]:
        """The objects below a prefix."""
        pages = self._home.client("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self._home.description.bucket, Prefix=prefix)
        return [one["Key"] for page in found for one in page.get("Contents", [])]

    def content(self, key: str) -> str:
        """An object as text, unpacked if it is gzip."""
        raw = self._home.client("s3").get_object(Bucket=self._home.description.bucket, Key=key)["Body"].read()
        return (gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else bytes(raw)).decode()

    def secret(self, name: str) -> dict[str, str]:
        """What is stored of a connection."""
        text = self._home.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        return dict(json.loads(text))

    @contextmanager
    def told_otherwise(self, function: str, settings: str) -> Iterator[None]:
        """One function is deployed with other settings, and afterwards with the right ones again."""
        was = self.environment(function)
        self._home.client("s3").put_object(Bucket=was["SETTINGS_BUCKET"], Key="otherwise", Body=settings.encode())
        self.deploy(function, {**was, "SETTINGS_KEY": "otherwise"})
        try:
            yield
        finally:
            self.deploy(function, was)

    @contextmanager
    def hurried(self, function: str, seconds: int) -> Iterator[None]:
        """One function is given so much time by Lambda, and afterwards as much as before."""
        function_ = self._function(function)
        name, was, client = function_["FunctionName"], function_["Timeout"], self._home.client("lambda")
        client.update_function_configuration(FunctionName=name, Timeout=seconds)
        try:
            yield
        finally:
            client.update_function_configuration(FunctionName=name, Timeout=was)

    def environment(self, function: str) -> dict[str, str]:
        """The variables that a function is given."""
        return dict(self._function(function)["Environment"]["Variables"])

    def deploy(self, function: str, variables: Mapping[str, str]) -> None:
        """Give a function other variables; its processes end, as in AWS."""
        name, environment = self._function(function)["FunctionName"], {"Variables": dict(variables)}
        self._home.client("lambda").update_function_configuration(FunctionName=name, Environment=environment)

    def role_of(self, function: str) -> str:
        """The name of a function's role."""
        return str(self._function(function)["Role"]).rpartition("/")[2]

    def _function(self, name: str) -> dict[str, Any]:
        functions = self._home.client("lambda").list_functions()["Functions"]
        return next(one for one in functions if one["Handler"] == f"{name}.handler")

    def _item(self, pk: str, sk: str) -> dict[str, Any]:
        found = self._home.client("dynamodb").get_item(
            TableName=self._home.description.table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
        )
        return dict(found.get("Item", {}))
