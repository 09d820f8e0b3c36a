"""The stage with the handles that these tests turn: runs, the table, the bucket, the lock, both vendors' insides."""

import gzip
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from ml_connector.settings import Settings

from infra.local.home import Run
from infra.local.stage import Stage
from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.simulator import AnaplanSimulator
from infra.local.vendors.anaplan.web.admin_json import shown_model
from infra.local.vendors.common.journal import Entry
from infra.local.vendors.xero.books.organisation import GivenBooks
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.simulator import XeroSimulator
from tests.workflows.run import Told
from tests.workflows.stage_settings import SPARE
from tests.workflows.workers import Workers

SECONDS = 120.0
PATIENCE = 30.0
_FOR_EVER = 1_000_000_000


class Rig:
    """One running stage, used by one test after the other."""

    def __init__(self, stage: Stage, settings: Settings, workers: Workers) -> None:
        self.stage = stage
        self.workers = workers
        self.home = stage.home
        self.settings = settings
        self._spare = iter(SPARE)
        assert stage.xero is not None
        assert stage.anaplan is not None
        self.xero: XeroSimulator = stage.xero.simulator
        self.anaplan: AnaplanSimulator = stage.anaplan.simulator
        self.calm()

    # --- runs ---

    def start(self, *entities: str, datasets: Sequence[str] | None = None, since: str | None = None) -> Run:
        """A run of some entities, with the reference data and the datasets named, or all of them."""
        request = {"trigger": "person", "entities": entities, "datasets": datasets, "since": since}
        name = f"run-{'-'.join(entities)}-{uuid4().hex[:8]}"
        return self.home.run("actuals", {key: value for key, value in request.items() if value}, name)

    def finish(self, run: Run) -> Told:
        """The run, once it is over."""
        return Told(run.wait(SECONDS, every=0.05), tuple(run.steps()))

    def run(self, *entities: str, datasets: Sequence[str] | None = None, since: str | None = None) -> Told:
        """A run from its start to its end."""
        return self.finish(self.start(*entities, datasets=datasets, since=since))

    def busy(self, run: Run) -> str:
        """What the run is told while it waits for the model; raises TimeoutError if it need not wait."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := [step.message for step in run.steps() if step.error == "ModelBusy"]:
                return found[0] or ""
            time.sleep(0.05)
        raise TimeoutError(f"Run {run.name} never found the model busy")

    @property
    def endpoint(self) -> str:
        """Where the home's AWS is."""
        assert self.home.description.endpoint is not None
        return self.home.description.endpoint

    # --- what the connector remembers ---

    def items(self) -> Iterator[dict[str, Any]]:
        """Everything in the table, as DynamoDB writes it."""
        pages = self.home.client("dynamodb").get_paginator("scan").paginate(TableName=self.home.description.table)
        return (item for page in pages for item in page["Items"])

    def cursor(self, entity: str, dataset: str) -> datetime | None:
        """Where a dataset stands."""
        item = self._item(f"CURSOR#{entity}#{dataset}", "CURSOR")
        return datetime.fromisoformat(item["since"]["S"]) if item else None

    def lock(self) -> dict[str, Any]:
        """The lock of the one model: its fence, and its holder if there is one."""
        return self._item(self._lock_key, "LOCK")

    def holder(self) -> str | None:
        """The run that holds the model."""
        lock = self.lock()
        return str(lock["holder"]["M"]["run"]["S"]) if "holder" in lock else None

    def lease_runs_out(self) -> None:
        """As if the time of whoever holds the model were over."""
        lock = self.lock()
        if "holder" in lock:
            lock["holder"]["M"]["until"]["S"] = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
            lock["revision"]["N"] = str(int(lock["revision"]["N"]) + 1)
            self.home.client("dynamodb").put_item(TableName=self.home.description.table, Item=lock)

    def keys(self, prefix: str) -> list[str]:
        """The objects below a prefix."""
        pages = self.home.client("s3").get_paginator("list_objects_v2")
        found = pages.paginate(Bucket=self.home.description.bucket, Prefix=prefix)
        return [one["Key"] for page in found for one in page.get("Contents", [])]

    def content(self, key: str) -> bytes:
        """An object, unpacked if it is gzip."""
        body = self.home.client("s3").get_object(Bucket=self.home.description.bucket, Key=key)["Body"].read()
        return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else bytes(body)

    def xero_secret(self) -> dict[str, str]:
        """What is stored of the connection to the firm's organisations."""
        return self._secret(self.settings.xero.connections["group"].secret)

    def anaplan_secret(self) -> dict[str, str]:
        """What is stored of the connection to the firm's model."""
        return self._secret(self.settings.anaplan.connections["planning"].secret)

    @contextmanager
    def told_otherwise(self, function: str, settings: str) -> Iterator[None]:
        """One function is deployed with other settings, and afterwards with the right ones again."""
        was = self.variables(function)
        self.home.client("s3").put_object(Bucket=was["SETTINGS_BUCKET"], Key="otherwise", Body=settings.encode())
        self.deploy(function, {**was, "SETTINGS_KEY": "otherwise"})
        try:
            yield
        finally:
            self.deploy(function, was)

    def variables(self, function: str) -> dict[str, str]:
        """The environment of a function, as it was deployed."""
        return dict(self._function(function)["Environment"]["Variables"])

    def deploy(self, function: str, variables: Mapping[str, str]) -> None:
        """Give a function another environment; its processes end, as in AWS."""
        name, environment = self._function(function)["FunctionName"], {"Variables": dict(variables)}
        self.home.client("lambda").update_function_configuration(FunctionName=name, Environment=environment)

    def role_of(self, function: str) -> str:
        """The name of a function's role."""
        return str(self._function(function)["Role"]).rpartition("/")[2]

    def _function(self, name: str) -> dict[str, Any]:
        functions = self.home.client("lambda").list_functions()["Functions"]
        return next(one for one in functions if one["Handler"] == f"{name}.handler")

    # --- the vendors ---

    @property
    def live(self) -> LiveModel:
        """The model with its tasks."""
        return self.anaplan.tenant.live

    def model(self) -> dict[str, Any]:
        """Everything the model holds."""
        return shown_model(self.live.model)

    def tasks(self, process: str) -> int:
        """How many times a process was started."""
        (found,) = (one for one in self.live.model.processes.values() if one.name == process)
        return len(self.live.queue.below("processes", found.id))

    def books(self, entity: str) -> Tenant:
        """The organisation behind an entity."""
        return self.xero.state.tenant(self.settings.entities[entity].tenant_id)

    def next_code(self) -> str:
        """An entity that no test has used yet; give its books to ``open``."""
        return next(self._spare)

    def open(self, books: GivenBooks) -> None:
        """Connect an organisation."""
        self.xero.state.add(books)

    def xero_calls(self, entity: str, since: int) -> list[Entry]:
        """What Xero was asked about an organisation after entry number ``since`` of its journal."""
        tenant_id = self.settings.entities[entity].tenant_id
        return [entry for entry in self.xero.state.journal.entries(since) if entry.tenant == tenant_id]

    def xero_last(self) -> int:
        """The number of the newest entry of Xero's journal."""
        return max((entry.n for entry in self.xero.state.journal.entries()), default=0)

    def anaplan_last(self) -> int:
        """The same of Anaplan's."""
        return max((entry.n for entry in self.anaplan.journal.entries()), default=0)

    def calm(self) -> None:
        """Nothing goes wrong on purpose any more, nobody holds the model, and limits do not matter."""
        self.xero.state.faults.clear()
        self.xero.drift.clear()
        self.anaplan.faults.clear()
        limits = self.xero.state.limits
        limits.minute = limits.day = limits.app_minute = limits.concurrent = _FOR_EVER
        self.anaplan.tenant.switches.change({"task_seconds": 0.0, "queue_seconds": 0.0, "active_state": "UNLOCKED"})
        self.lease_runs_out()

    def _item(self, pk: str, sk: str) -> dict[str, Any]:
        found = self.home.client("dynamodb").get_item(
            TableName=self.home.description.table, Key={"pk": {"S": pk}, "sk": {"S": sk}}, ConsistentRead=True
        )
        return dict(found.get("Item", {}))

    def _secret(self, name: str) -> dict[str, str]:
        text = self.home.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        return dict(json.loads(text))

    @property
    def _lock_key(self) -> str:
        model = self.live.model
        return f"LOCK#{model.workspace.id}#{model.id}"
