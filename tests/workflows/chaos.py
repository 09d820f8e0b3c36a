"""Trouble for one run on a stage, and what must be true however the run came to its end."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from werkzeug.wrappers import Response

from infra.local.home import Run
from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.closings import closed
from tests.workflows.compare import same_figures, same_members
from tests.workflows.effects import At
from tests.workflows.ledger import small_books
from tests.workflows.rig import Rig
from tests.workflows.run import Told
from tests.workflows.tap import Taps

TRIES = 3
"""A step is tried so often before the run fails: once, and twice more after its function died."""
REDRIVES = 4
_PATIENCE = 20.0
INVOICES = 12


@dataclass(frozen=True)
class Death:
    """A function dies at one of its effects.

    after    the effect has happened, and only its answer is missing
    killed   the process is gone; otherwise the call is refused, and the function raises what nobody retries
    """

    function: str
    name: str
    after: bool
    killed: bool

    def __str__(self) -> str:
        when, how = ("after" if self.after else "before"), ("killed" if self.killed else "refused")
        return f"{self.function} {how} {when} {self.name}"

    def arm(self, rig: Rig, taps: Taps) -> None:
        """From now on it happens."""

        def act() -> Response:
            if self.killed:
                rig.workers.kill(self.function)
            return _REFUSED if "PUT " not in self.name else Response(status=400)

        if self.function == "close_run":  # it has something to do only after a run that ended badly
            rig.anaplan.faults.add(Fault(method="POST", path=r"/files/\d+$", status=422))
        taps[self.function].at(At(self.name, self.after), act, TRIES if self.killed else 1)


_REFUSED = Response('{"__type": "ValidationException", "message": "made up"}', status=400)


@dataclass(frozen=True)
class Trouble:
    """A vendor's path answers wrongly for a while."""

    vendor: str
    called: str
    kind: str

    def __str__(self) -> str:
        return f"{self.vendor} {self.kind} at {self.called}"

    def arm(self, rig: Rig, _: Taps) -> None:
        """From now on it happens."""
        method, pattern = path_of(self.called)
        faults = rig.xero.state.faults if self.vendor == "xero" else rig.anaplan.faults
        faults.add(KINDS[self.kind].model_copy(update={"method": method, "path": f"{pattern}$"}))


@dataclass(frozen=True)
class Overtaking:
    """The lease runs out in the middle of a step, and another run takes the model while the step goes on."""

    function: str
    rival: "Victim"

    def arm(self, rig: Rig, taps: Taps) -> list[Run]:
        """From now on it happens; the rival's run will be in the list."""
        rivals: list[Run] = []

        def act() -> None:
            rig.kept.lease_runs_out()
            run = rig.start(self.rival.code, datasets=self.rival.datasets)
            rivals.append(run)
            end = time.monotonic() + _PATIENCE
            while rig.kept.holder() != run.name and run.status() == "RUNNING" and time.monotonic() < end:
                time.sleep(0.02)

        self.rival.edit()
        taps[self.function].at(At("TransactWriteItems LOCK", after=True), act)
        return rivals


KINDS = {
    "lost before": Fault(kind="drop_before"),
    "lost after": Fault(kind="drop_after"),
    "lost for long": Fault(kind="drop_after", times=7),
    "cut body": Fault(kind="cut_body"),
    "slow": Fault(kind="delay", delay=1.0),
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
    return method, "^" + path.replace("*", "[0-9A-Fa-f-]+")


def small(rig: Rig, taps: Taps) -> "Victim":
    """A small organisation that has been loaded, for its invoices."""
    code = rig.next_code()
    rig.open(small_books(code, INVOICES))
    told = rig.run(code, datasets=["invoices"])
    assert told.succeeded, told.why
    return Victim(rig, taps, code, ["invoices"])


class Victim:
    """One loaded organisation on a stage whose runs of these datasets are hit, one after the other."""

    def __init__(self, rig: Rig, taps: Taps, code: str, datasets: Sequence[str]) -> None:
        self.rig, self.taps, self.code, self.datasets = rig, taps, code, datasets

    def edit(self) -> None:
        """Some lines get new ids, one a new amount: there is something to write and something to zero."""
        books = self.rig.books(self.code)
        for document in edits.documents(books)[:3]:
            lines = [{**line, "LineItemID": str(uuid4())} for line in document["LineItems"]]
            edits.with_lines(books, document, lines)

    def suffer(self, *troubles: Death | Trouble) -> Told:
        """A run under these, redriven until it has ended well."""
        self.edit()
        for trouble in troubles:
            trouble.arm(self.rig, self.taps)
        told = self.survives(self.rig.run(self.code, datasets=self.datasets))
        for tap in self.taps.values():
            tap.calm()
        self.rig.calm()
        return told

    def survives(self, told: Told) -> Told:
        """The run, redriven until it has ended well."""
        for redrives in range(1, REDRIVES + 1):
            if told.succeeded:
                break
            self._wait_for_the_closing(told.run, redrives)
            told = self.rig.redrive(told.run)
        return told

    def is_unharmed(self, told: Told, known: int) -> None:
        """The model equals the books, one import was made of the rows, and nothing is left in the way."""
        assert told.succeeded, told.why
        assert self.rig.tasks("Load Xero invoices") == known + 1
        same_members(self.rig, self.code)
        same_figures(self.rig, self.code, "invoices")
        assert self.rig.kept.holder() is None
        assert self.rig.kept.proven(told.run, self.code, "invoices")
        assert self.rig.kept.mover(self.code, "invoices") == told.run

    def _wait_for_the_closing(self, run: str, times: int) -> None:
        """Unless a killed function keeps it: nobody has told its end, so the closing waits for its time to be over."""
        if not self.taps["close_run"].armed and not self.rig.kept.at_work():
            closed(self.rig.home, run, times)
