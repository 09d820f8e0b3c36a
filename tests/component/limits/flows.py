"""Flows that pull from the simulated Xero under its limits, on a clock that stands still while anybody works."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import requests
from ml_connector import plain
from ml_connector.http import Http
from ml_connector.limits.governor import Governor
from ml_connector.limits.state import State
from ml_connector.settings import Xero, XeroLimits
from ml_connector.steps.pulling import Means, PullStep, go_on
from ml_connector.stores.limits import LimitStore
from ml_connector.stores.raw import RawStore
from ml_connector.stores.runs import RunStore
from ml_connector.sync.payload import Pull
from ml_connector.wiring.limits import allowed
from ml_connector.xero.client import XeroClient

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero import start
from tests.simulators.xero.books import UK, books, invoice, payment
from tests.unit.limits.virtual import VirtualTime

if TYPE_CHECKING:
    from ml_connector.answer import Answer
    from ml_connector.stores.objects import ObjectStore
    from ml_connector.xero.pulled import Pulled
    from mypy_boto3_dynamodb.service_resource import Table

    from infra.local.vendors.common.journal import Entry
    from infra.local.vendors.common.server import Running
    from infra.local.vendors.xero.simulator import XeroSimulator

SECONDS_OF_A_PAGE = 0.8
WAKING_UP = 0.3
TOKEN_SECONDS = 1500


@dataclass
class Stores:
    """Where everything is kept."""

    table: Table
    objects: ObjectStore


class Late(Http):
    """An HTTP that takes its time."""

    def __init__(self, time: VirtualTime) -> None:
        super().__init__(requests.Session())
        self._time = time

    def send(self, *arguments: Any, **named: Any) -> Answer:
        answer = super().send(*arguments, **named)
        self._time.sleep(SECONDS_OF_A_PAGE)
        return answer


@dataclass
class Login:
    """A token that is renewed in time."""

    running: Running[XeroSimulator]
    time: VirtualTime
    token: str = ""
    renewed: float = 0.0

    def value(self) -> str:
        return self.token if self.time() - self.renewed < TOKEN_SECONDS else self.refused(self.token)

    def refused(self, _: str) -> str:
        told = self.running.description()
        form = {"grant_type": "refresh_token", "refresh_token": self.running.simulator.state.tokens.refresh_token}
        login = (told["client_id"], told["client_secret"])
        answer = requests.post(f"{told['identity']}/connect/token", data=form, auth=login, timeout=10)
        self.token, self.renewed = answer.json()["access_token"], self.time()
        return self.token


@dataclass
class Flows:
    """One organisation, and whatever pulls from it."""

    running: Running[XeroSimulator]
    time: VirtualTime
    stores: Stores
    options: Xero
    parked: list[str] = field(default_factory=list)

    def pull(self, *pulls: tuple[str, str, str]) -> None:
        """Let runs pull datasets in a priority, side by side, each driven as the workflow does it."""
        login = Login(self.running, self.time)
        login.refused("")
        self.time.run([partial(self._drive, login, *one) for one in pulls])

    def _drive(self, login: Login, run: str, dataset: str, priority: Any) -> Pulled:
        runs = RunStore(self.stores.table, self.time.instant)
        runs.open(run, "actuals", 0)
        pull = Pull(entity="UK", dataset=dataset, since=None, priority=priority)
        step = PullStep(run=run, attempt=0, pull=pull)
        while not (pulled := self._invoke(step, login, runs)).done:
            header = runs.header(run)
            self.parked += [f"{run} until {one.until:%dT%H}: {one.reason}" for one in (header.parked if header else [])]
            self.time.sleep(pulled.wait_seconds + WAKING_UP)
            told = plain.told(pulled)
            step = plain.read(PullStep, {"run": run, "attempt": 0, "pull": told["pull"], "position": told["position"]})
        return pulled

    def _invoke(self, step: PullStep, login: Login, runs: RunStore) -> Pulled:
        holder = f"{step.run} UK {step.pull.dataset}"
        gate = Governor(
            LimitStore(self.stores.table, State(), pause=self.time.sleep),
            f"xero#{UK}",
            "xero#app#web",
            allowed(self.options.limits),
            holder,
            step.pull.priority,
            clock=self.time,
            pause=self.time.sleep,
        )
        client = XeroClient(Late(self.time), self.running.url, login, UK, gate=gate)
        raw = RawStore(self.stores.objects)
        return go_on(
            step, Means(client, gate, raw, runs, self.options, self.time.instant, lambda *_: None), lambda: 800.0
        )

    def calls(self) -> list[Entry]:
        """What the organisation was asked."""
        return [entry for entry in self.running.simulator.state.journal.entries(0) if "/api.xro/" in entry.path]

    def documents(self, run: str, dataset: str, key: str, id_field: str) -> Counter[str]:
        """How often each document is among the parked pages of a run."""
        raw = RawStore(self.stores.objects)
        pages = (json.loads(raw.read(name)) for name in raw.pages(run, "UK", dataset))
        return Counter(record[id_field] for page in pages for record in page[key])


def flows(stores: Stores, documents: int, limits: dict[str, Any], window: str, time: VirtualTime) -> Flows:
    """An organisation with so many invoices and payments, one on each page, and a vendor that enforces the limits."""
    clock = Clock(time.instant)
    whole = books(
        Invoices=[invoice(n) for n in range(1, documents + 1)], Payments=[payment(n) for n in range(1, documents + 1)]
    )
    running = start(organisations=[whole], clock=clock)
    state = running.simulator.state
    state.limits.window = window  # type: ignore[assignment]  # one of two words
    for name, value in limits.items():
        setattr(state.limits, name, value)
    options = Xero.model_validate(
        {
            "connections": {"group": {"kind": "web_app", "secret": "x"}},
            "page_size": 1,
            "limits": XeroLimits.model_validate(limits),
        }
    )
    return Flows(running, time, stores, options)
