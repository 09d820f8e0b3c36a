"""Whose runs are hit, one after the other: what an undisturbed run would leave is known of each at any time."""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from typing import Protocol, TypeVar
from uuid import uuid4

from ml_connector.stores.audit import AuditStore
from ml_connector.stores.objects import ObjectStore

from infra.cli.archive import Archive, table_of
from infra.cli.verifying import verify
from infra.local.home import Run
from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.closings import closed, over
from tests.workflows.compare import same_figures, same_members
from tests.workflows.ledger import small_books
from tests.workflows.rig import Rig
from tests.workflows.run import Told
from tests.workflows.tap import Taps

REDRIVES = 4
INVOICES = 12
_KIND = "chaos"
_SOMEBODY = "arn:aws:iam::000000000000:user/somebody-else"


class Occurring(Protocol):
    """A trouble, as far as its victim knows it."""

    @property
    def function(self) -> str: ...
    def on(self, victim: "Victim") -> AbstractContextManager[Callable[[], bool]]: ...


class Victim(ABC):
    """Something that changes, and runs that have to bring each change once."""

    flow: str

    def __init__(self, rig: Rig, taps: Taps) -> None:
        self.rig, self.taps = rig, taps
        self._closes_badly = False

    @abstractmethod
    def edit(self) -> None:
        """There is something to do for the next run."""

    @abstractmethod
    def start(self) -> Run:
        """A run that does it."""

    @abstractmethod
    def stumble(self) -> None:
        """Let the next run end badly once, when it holds the model."""

    @abstractmethod
    def is_right(self) -> None:
        """Everything is where an undisturbed run would have put it."""

    @abstractmethod
    def is_done_once(self) -> None:
        """And it was brought there by one task since the edit."""

    def follow(self, run: Run) -> Told:
        """The run, once it is over."""
        return self.rig.finish(run)

    def survives(self, *troubles: Occurring) -> Told:
        """A run under these, redriven until it has ended well, has left what an undisturbed one would have left.

        One alone has to come; of two, one may keep the other from coming.
        """
        self.edit()
        self._closes_badly = "close_run" in {trouble.function for trouble in troubles}
        with ExitStack() as happening:
            came = [happening.enter_context(trouble.on(self)) for trouble in troubles]
            told = self.redriven(self.follow(self.start()))
            assert len(came) > 1 or all(one() for one in came), "nothing has happened to the run"
        self.rig.calm()
        self.is_well(told)
        return told

    def is_well(self, told: Told) -> None:
        """The run has ended well, once, and nothing is left of it."""
        assert told.succeeded, told.why
        self.is_right()
        self.is_done_once()
        self.leaves_nothing(told)

    def redriven(self, told: Told) -> Told:
        """The run, redriven until it has ended well."""
        for redrives in range(1, REDRIVES + 1):
            if told.succeeded:
                break
            self._wait_for_the_closing(told.run, redrives)
            told = self.follow(self.rig.redriven(self.rig.attach(told.run, self.flow)))
        return told

    def leaves_nothing(self, told: Told) -> None:
        """Nothing is in anybody's way, the header says how it ended, and the audit is whole."""
        home = self.rig.home
        header = Archive(home).header(told.run)
        audit = AuditStore(ObjectStore(home.client("s3"), home.description.bucket), table_of(home))
        assert self.rig.kept.holder() is None
        assert header.status == "SUCCEEDED"
        assert verify(audit, header).findings == ()

    def _wait_for_the_closing(self, run: str, times: int) -> None:
        """Unless a killed function keeps it: nobody has told its end, so the closing waits for its time to be over."""
        if not self.rig.kept.at_work():
            (over if self._closes_badly else closed)(self.rig.home, run, times)


class Actuals(Victim):
    """One loaded organisation."""

    flow = "actuals"

    def __init__(self, rig: Rig, taps: Taps, code: str, datasets: Sequence[str]) -> None:
        super().__init__(rig, taps)
        self.code, self.datasets = code, datasets
        self._imports = 0

    def edit(self) -> None:
        """Some lines get new ids, and an account a new name: there is something to write, to zero and to rename."""
        books = self.rig.books(self.code)
        account = books["Accounts"].records()[0]
        books.upsert("Accounts", [{"AccountID": account["AccountID"], "Name": f"Sales {uuid4()}"}])
        for document in edits.documents(books)[:3]:
            lines = [{**line, "LineItemID": str(uuid4())} for line in document["LineItems"]]
            edits.with_lines(books, document, lines)
        self._imports = self.rig.tasks("Load Xero invoices")

    def start(self) -> Run:
        """A run of its datasets."""
        return self.rig.start(self.code, datasets=self.datasets)

    def stumble(self) -> None:
        """The first upload is refused."""
        self.rig.anaplan.faults.add(Fault(method="POST", path=r"/files/\d+$", status=422))

    def is_right(self) -> None:
        """The model equals the books."""
        same_members(self.rig, self.code)
        same_figures(self.rig, self.code, "invoices")

    def is_done_once(self) -> None:
        """One import was made of the rows."""
        assert self.rig.tasks("Load Xero invoices") == self._imports + 1

    def leaves_nothing(self, told: Told) -> None:
        """And the cursor was moved by this run, which has proven its rows."""
        super().leaves_nothing(told)
        assert self.rig.kept.proven(told.run, self.code, "invoices")
        assert self.rig.kept.mover(self.code, "invoices") == told.run


class Returner(Actuals):
    """What was kept back because its account had no member: the next run, which does not pull it, brings it."""

    def edit(self) -> None:
        """A document on a new account, while unknown accounts keep their rows back."""
        books = self.rig.books(self.code)
        account = edits.new_account(books, Code=uuid4().hex[:8], Name=f"Lifeboats {uuid4()}")
        edits.move_line(books, edits.copied(books, edits.documents(books)[0]), account)
        settings = json.loads(self.rig.settings.compiled())
        settings["dimensions"]["accounts"]["unknown"] = "quarantine"
        with self.rig.kept.told_otherwise("map_rows", json.dumps(settings)):
            told = self.rig.run(self.code, datasets=self.datasets)
        assert told.succeeded, told.why
        assert told.results[self.code, "invoices"]["quarantined"] == 1
        self._imports = self.rig.tasks("Load Xero invoices")

    def start(self) -> Run:
        """A run of what has changed since."""
        return self.rig.start(self.code, datasets=self.datasets, since=datetime.now(UTC).isoformat())

    def leaves_nothing(self, told: Told) -> None:
        """And the rows are proven; the cursor stays, as there is a gap before what such a run has pulled."""
        Victim.leaves_nothing(self, told)
        assert self.rig.kept.proven(told.run, self.code, "invoices")


A = TypeVar("A", bound=Actuals)


def small(rig: Rig, taps: Taps, kind: type[A]) -> A:
    """A small organisation that has been loaded, for its invoices."""
    code = rig.next_code()
    rig.open(small_books(code, INVOICES))
    told = rig.run(code, datasets=["invoices"])
    assert told.succeeded, told.why
    return kind(rig, taps, code, ["invoices"])
