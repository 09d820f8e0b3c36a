"""Two faults anywhere in a series of runs, redriven, overtaken or abandoned: in the end the model equals the books."""

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest

from tests.unit.sync.ledger import NOON, ALine, AnInvoice
from tests.unit.sync.memory import Books, Mapping

SCHEDULES = 500
STEPS = ("pull", "map", "load", "prove", "commit")
ROUNDS = 4


@dataclass
class Run:
    """One run, as far as it has come."""

    name: str
    at: int = 0
    since: int = 0
    watermark: int = 0
    pulled: list[AnInvoice] = field(default_factory=list)
    mapping: Mapping | None = None
    version: int = 0


class World:
    """Books that are edited, a model, and one cursor; time is counted in edits."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311  (a schedule, no secret)
        self.books = Books()
        self.ledger: dict[str, AnInvoice] = {}
        self.written: dict[str, int] = {}
        self.now, self.cursor, self.version, self.mover = 0, 0, 0, ""
        self.faults = {self.chance.randrange(ROUNDS * len(STEPS)) for _ in range(2)}
        self.places = iter(range(10_000))

    def edit(self) -> None:
        """Somebody creates, changes or voids a document."""
        self.now += 1
        number = self.chance.randrange(4)
        chosen = self.chance.sample(range(6), self.chance.randrange(5))
        lines = tuple(ALine(f"{number}-{line}", Decimal(self.chance.randrange(1, 9))) for line in chosen)
        status = self.chance.choice(["AUTHORISED", "AUTHORISED", "VOIDED", "DELETED", "DRAFT"])
        id_ = f"{number:032x}"
        self.ledger[id_] = AnInvoice(id_, lines, status, updated=NOON + timedelta(seconds=self.now))
        self.written[id_] = self.now

    def start(self, name: str) -> bool:
        """A run from its start; whether it came to its end."""
        return self._go_on(Run(name))

    def _go_on(self, run: Run) -> bool:
        while run.at < len(STEPS):
            step = STEPS[run.at]
            if next(self.places) in self.faults:
                self._die_in(run, step)
                return self._afterwards(run)
            if step == "load" and self.version != run.version and self.mover != run.name:
                return False  # overtaken: these rows are older than the model
            getattr(self, f"_{step}")(run)
            run.at += 1
        return True

    def _die_in(self, run: Run, step: str) -> None:
        """Before it, in the middle, or when only its answer is missing."""
        how = self.chance.choice(["before", "middle", "after"])
        overtaken = step == "load" and self.version != run.version and self.mover != run.name
        if how == "after" and not overtaken:
            getattr(self, f"_{step}")(run)
        elif how == "middle" and step == "map":
            self.books.map(run.name, [[one] for one in run.pulled[: len(run.pulled) // 2]])
        elif how == "middle" and step == "load" and run.mapping and not overtaken:
            self.books.send(run.mapping, len(run.mapping.rows) // 2)

    def _afterwards(self, run: Run) -> bool:
        """A person redrives, at once or after another run, or leaves it to the next run."""
        choice = self.chance.choice(["redrive", "other first", "abandon"])
        if choice == "abandon":
            return False
        if choice == "other first":
            self.edit()
            self.start(f"{run.name}-meanwhile")
        return self._go_on(run)

    def _pull(self, run: Run) -> None:
        run.since, run.watermark = self.cursor, self.now
        run.pulled = [self.ledger[id_] for id_ in sorted(self.ledger) if self.written[id_] > run.since]

    def _map(self, run: Run) -> None:
        run.mapping, run.version = self.books.map(run.name, [[one] for one in run.pulled]), self.version

    def _load(self, run: Run) -> None:
        assert run.mapping is not None
        self.books.send(run.mapping, len(run.mapping.rows))

    def _prove(self, run: Run) -> None:
        self.books.proven.add(run.name)

    def _commit(self, run: Run) -> None:
        assert run.name in self.books.proven, "a cursor is ahead of the proof"
        if run.watermark > self.cursor >= run.since:
            self.cursor, self.version, self.mover = run.watermark, self.version + 1, run.name


def undisturbed(ledger: dict[str, AnInvoice]) -> dict[str, str]:
    """What a first load of everything leaves."""
    books = Books()
    books.load("only", books.map("only", [list(ledger.values())]))
    return books.figures


@pytest.mark.parametrize("hundred", range(SCHEDULES // 100))
def test_whatever_two_faults_do_the_model_ends_as_an_undisturbed_run_would_leave_it(hundred: int) -> None:
    """Five hundred schedules, each from its number, so that one that fails can be played again."""
    for seed in range(100 * hundred, 100 * hundred + 100):
        world = World(seed)
        for round_ in range(ROUNDS):
            world.edit()
            world.edit()
            world.start(f"run-{round_}")
        world.faults.clear()

        assert world.start("last"), seed
        assert world.books.figures == undisturbed(world.ledger), seed
