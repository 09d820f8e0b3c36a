"""What can go wrong for one run on a stage: functions that die, vendors that answer wrongly, leases that run out."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Protocol

from werkzeug.wrappers import Response

from infra.local.home import Run
from infra.local.vendors.common.faults import Fault
from tests.workflows.effects import At
from tests.workflows.hooks import dying
from tests.workflows.victims import Victim

TRIES = {"post_journal": 5}
"""How often a step is tried before the run fails; all others:"""
USUAL_TRIES = 3
HURRIES = {"prove_books": 6, "compare_plan": 6}
"""Seconds that Lambda gives a function which is to run out of time: these begin nothing in their last moments."""
USUAL_HURRY = 2
TAKEN_UP = "UpdateItem RUN attempt,ended,reason,status"
"""What only a redriven run does."""

_STORED = "/ManualJournals"
_PATIENCE = 20.0
_REFUSED = Response('{"__type": "ValidationException", "message": "made up"}', status=400)

WRITERS = {
    "/dimensions/": "align_list",
    "/lists/": "align_list",
    "/files/*": "upload_chunks",
    "/processes/*/tasks": "start_import",
    "/exports/*/tasks": "start_export",
    "/ManualJournals": "post_journal",
}
"""The function behind each call by which something is written at a vendor, by a part of the call's name."""


Came = Callable[[], bool]
"""Whether it has happened as often as it was to happen."""


class Trouble(Protocol):
    """Something that happens to a run."""

    @property
    def flow(self) -> str:
        """Whose runs it can happen to."""

    @property
    def function(self) -> str:
        """The function that suffers; what befalls a vendor befalls none."""

    def on(self, victim: Victim) -> AbstractContextManager[Came]:
        """While the block lasts, it happens."""


@dataclass(frozen=True)
class Death:
    """A function dies at one of its effects.

    after    the effect has happened, and only its answer is missing
    killed   the process is gone, at every try until the run fails; otherwise the call is refused, and the function
             raises what nobody retries
    """

    flow: str
    function: str
    name: str
    after: bool
    killed: bool

    def __str__(self) -> str:
        when, how = ("after" if self.after else "before"), ("killed" if self.killed else "refused")
        return f"{self.flow}: {self.function} {how} {when} {self.name}"

    @contextmanager
    def on(self, victim: Victim) -> Iterator[Came]:
        """It happens to the function's next calls."""
        lead_to(victim, self.function, self.name)
        came: list[bool] = []

        def act() -> Response:
            came.append(True)
            if self.killed:
                victim.rig.workers.kill(self.function)
            return _REFUSED if "PUT " not in self.name else Response(status=400)

        tap, tries = victim.taps[self.function], TRIES.get(self.function, USUAL_TRIES)
        tap.at(At(self.name, self.after), act, tries if self.killed else 1)
        yield lambda: bool(came)
        tap.calm()


@dataclass(frozen=True)
class TimeOut:
    """Lambda ends a function while it waits at one of its effects, and again at the next try.

    What it sent the first time arrives after its death, which may be all that was left to do; the second time only the
    answer is missing.
    """

    flow: str
    function: str
    name: str

    def __str__(self) -> str:
        return f"{self.flow}: {self.function} timed out at {self.name}"

    @contextmanager
    def on(self, victim: Victim) -> Iterator[Came]:
        """It happens to the function's next calls."""
        lead_to(victim, self.function, self.name)
        tap, before = victim.taps[self.function], At(self.name, after=False)
        with ExitStack() as hurry:
            hurry.enter_context(victim.rig.kept.hurried(self.function, HURRIES.get(self.function, USUAL_HURRY)))
            tap.hold_at(before, At(self.name, after=True), then=hurry.close)
            yield lambda: not tap.waits_for(before)
        tap.calm()


@dataclass(frozen=True)
class DeathAtVendor:
    """A function is killed by writing at a vendor: before the vendor has acted, or before it has answered."""

    flow: str
    vendor: str
    called: str
    after: bool

    def __str__(self) -> str:
        return f"{self.flow}: {self.function} killed {'after' if self.after else 'before'} {self.called}"

    @property
    def function(self) -> str:
        """Who makes this call."""
        return next(function for part, function in WRITERS.items() if part in self.called)

    @contextmanager
    def on(self, victim: Victim) -> Iterator[Came]:
        """It happens to the next of these calls."""
        simulator = victim.rig.xero if self.vendor == "xero" else victim.rig.anaplan
        (method, pattern), times = path_of(self.called), TRIES.get(self.function, USUAL_TRIES)
        killed: list[int] = []

        def kill() -> None:
            killed.append(victim.rig.workers.kill(self.function))

        with dying(simulator, method, f"{pattern}(\\?|$)", kill, times, after=self.after):
            yield lambda: bool(killed)


@dataclass(frozen=True)
class Misbehaving:
    """A vendor's path answers wrongly for a while."""

    flow: str
    vendor: str
    called: str
    kind: str
    function: str = ""

    def __str__(self) -> str:
        return f"{self.flow}: {self.vendor} {self.kind} at {self.called}"

    @contextmanager
    def on(self, victim: Victim) -> Iterator[Came]:
        """It happens to the next of these calls."""
        if self.called.startswith("GET ") and self.called.endswith(_STORED):
            lose_the_answer(victim, _STORED)  # Xero is searched only for what may have been stored
        method, pattern = path_of(self.called)
        faults = victim.rig.xero.state.faults if self.vendor == "xero" else victim.rig.anaplan.faults
        id_ = faults.add(KINDS[self.kind].model_copy(update={"method": method, "path": f"{pattern}$"}))
        yield lambda: faults.hits(id_) > 0


def lead_to(victim: Victim, function: str, effect: str) -> None:
    """Some things are done only after a run that ended badly."""
    if function == "close_run" or effect == TAKEN_UP:
        victim.stumble()


def lose_the_answer(victim: Victim, called: str) -> None:
    """Xero stores what it is sent there, and nobody hears of it."""
    victim.rig.xero.state.faults.add(Fault(method="PUT", path=f"{called}$", kind="drop_after"))


def overtake(victim: Victim, function: str, rival: Victim) -> list[Run]:
    """The lease runs out in the middle of a step, and another run takes the model while the step goes on.

    From now on it happens; the rival's run will be in the list.
    """
    rig, rivals = victim.rig, list[Run]()

    def act() -> None:
        rig.kept.lease_runs_out()
        run = rival.start()
        rivals.append(run)
        end = time.monotonic() + _PATIENCE
        while rig.kept.holder() != run.name and run.status() == "RUNNING" and time.monotonic() < end:
            time.sleep(0.02)

    rival.edit()
    victim.taps[function].at(At("TransactWriteItems LOCK", after=True), act)
    return rivals


KINDS = {
    "lost before": Fault(kind="drop_before"),
    "lost after": Fault(kind="drop_after"),
    "lost for long": Fault(kind="drop_after", times=7),
    "cut body": Fault(kind="cut_body"),
    "slow": Fault(kind="delay", delay=1.0),
    "hangs": Fault(kind="hang"),
    "500": Fault(status=500),
    "502 in HTML": Fault(status=502, body="<html>Bad Gateway</html>", headers={"Content-Type": "text/html"}),
    "200 in HTML": Fault(status=200, body="<html>Sign in</html>", headers={"Content-Type": "text/html"}),
    "503": Fault(status=503),
    "504": Fault(status=504),
    "409": Fault(status=409),
    "410": Fault(status=410),
    "425": Fault(status=425),
}


def path_of(called: str) -> tuple[str, str]:
    """Method and pattern of a vendor's call by its name."""
    method, path = called.split(" ", 1)
    return method, "^" + path.replace(".", r"\.").replace("*", "[0-9A-Fa-f-]+")
