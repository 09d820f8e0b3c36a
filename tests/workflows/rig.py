"""A stage with the handles that these tests turn: runs, what the connector keeps, and the insides of both vendors."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

from ml_connector.settings import Settings

from infra.local.home import Run
from infra.local.stage import Stage
from infra.local.vendors.anaplan.live import LiveModel
from infra.local.vendors.anaplan.simulator import AnaplanSimulator
from infra.local.vendors.anaplan.tasks.task import Kind
from infra.local.vendors.anaplan.web.admin_json import shown_model
from infra.local.vendors.common.journal import Entry
from infra.local.vendors.xero.books.organisation import GivenBooks
from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.simulator import XeroSimulator
from infra.local.vendors.xero.webhooks.outbox import Outbox
from infra.local.vendors.xero.webhooks.settings import Sending
from tests.workflows.kept import Kept
from tests.workflows.run import Told
from tests.workflows.stage_settings import SPARE
from tests.workflows.workers import Workers

TRADE = ("invoices", "bills", "payments")
"""What most tests need of the ledger: every other dataset goes the same way, and costs a run most of a second."""

SECONDS = 240.0
PATIENCE = 30.0
_FOR_EVER = 1_000_000_000


class Rig:
    """One running stage, used by one test after the other."""

    def __init__(self, stage: Stage, settings: Settings, workers: Workers) -> None:
        self.workers = workers
        self.home = stage.home
        self._stage = stage
        self.settings = settings
        self._spare = iter(SPARE)
        assert stage.xero is not None
        assert stage.anaplan is not None
        self.xero: XeroSimulator = stage.xero.simulator
        self.anaplan: AnaplanSimulator = stage.anaplan.simulator
        model = self.live.model
        self.kept = Kept(stage.home, f"{model.workspace.id}#{model.id}")
        self.calm()

    def start(self, *entities: str, datasets: Sequence[str] = TRADE, since: str | None = None) -> Run:
        """A run of some entities, with the reference data and the datasets named."""
        request = {"trigger": "person", "entities": entities, "datasets": datasets, "since": since}
        name = f"run-{'-'.join(entities)}-{uuid4().hex[:8]}"
        return self.home.run("actuals", {key: value for key, value in request.items() if value}, name)

    def finish(self, run: Run) -> Told:
        """The run, once it is over."""
        return Told(run.wait(SECONDS, every=0.05), tuple(run.steps()))

    def run(self, *entities: str, datasets: Sequence[str] = TRADE, since: str | None = None) -> Told:
        """A run from its start to its end."""
        return self.finish(self.start(*entities, datasets=datasets, since=since))

    def attach(self, run: str, flow: str = "actuals") -> Run:
        """A run of a flow by its id."""
        machine = self.home.description.state_machines[flow]
        return self.home.attach(f"{machine.replace(':stateMachine:', ':execution:')}:{run}")

    def redrive(self, run: str) -> Told:
        """A run that ended badly, once it has gone on from there to another end."""
        return self.finish(self.redriven(self.attach(run)))

    def redriven(self, run: Run) -> Run:
        """The same run, which now goes on."""
        self.home.client("stepfunctions").redrive_execution(executionArn=run.arn)
        return run

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

    @property
    def live(self) -> LiveModel:
        """The model with its tasks."""
        return self.anaplan.tenant.live

    def model(self) -> dict[str, Any]:
        """Everything the model holds."""
        return shown_model(self.live.model)

    def tasks(self, name: str, kind: Kind = "processes") -> int:
        """How many times a process, or another kind of action, was started."""
        (found,) = (one for one in self.live.runnables(kind).values() if one.name == name)
        return len(self.live.queue.below(kind, found.id))

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

    @contextmanager
    def telling(self, **trouble: Any) -> Iterator[Outbox]:
        """The simulated Xero tells of every edit while the block lasts, with such trouble as is ordered."""
        outbox = self.xero.state.outbox
        self._stage.deliver_webhooks()
        try:
            for name, value in trouble.items():
                setattr(outbox.sending, name, value)
            yield outbox
        finally:
            for name, value in Sending():
                setattr(outbox.sending, name, value)
            outbox.aim(None)
            self.xero.webhooks.stop()

    def webhook_run(self) -> Run:
        """The first run that a webhook starts; raises TimeoutError if none does."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if found := self.webhook_runs():
                return found[-1]
            time.sleep(0.1)
        raise TimeoutError("No webhook has started a run")

    def webhook_runs(self) -> list[Run]:
        """The runs that webhooks have started, newest first."""
        listed = self.home.client("stepfunctions").list_executions(
            stateMachineArn=self.home.description.state_machines["actuals"]
        )["executions"]
        return [self.home.attach(one["executionArn"]) for one in listed if one["name"].startswith("webhook-")]

    def calm(self) -> None:
        """Nothing goes wrong on purpose any more, nobody holds the model, and limits do not matter."""
        self.xero.state.faults.clear()
        self.xero.drift.clear()
        self.anaplan.faults.clear()
        limits = self.xero.state.limits
        limits.minute = limits.day = limits.app_minute = limits.concurrent = _FOR_EVER
        self.anaplan.tenant.switches.change({"task_seconds": 0.0, "queue_seconds": 0.0, "active_state": "UNLOCKED"})
        self.kept.lease_runs_out()
