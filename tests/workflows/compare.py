"""The model against the books: what every test of a run comes down to."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from tests.workflows.held import MODULES, Held
from tests.workflows.oracle import Books, totals
from tests.workflows.rig import Rig

FACTS = tuple(MODULES)
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True)
class Sides:
    """Both sides of one entity at one moment."""

    held: Held
    books: Books

    def agree(self, *datasets: str) -> None:
        """The model holds the books' figures: every line once, documents to the cent, and nothing else."""
        for dataset in datasets or FACTS:
            lines = self.held.lines(dataset)
            _alike(lines, self.books.lines(dataset))
            _alike(totals(lines), self.books.totals(dataset))
            documents = {id_: amount for id_, amount in self.books.documents(dataset).items() if amount}
            _alike(self.held.documents(dataset), documents)

    def have_the_same_members(self) -> None:
        """The lists hold the entity's accounts and options; what has vanished is kept and marked."""
        _alike(_there(self.held.accounts()), self.books.accounts())
        _alike(_there(self.held.options()), self.books.options())


def sides(rig: Rig, entity: str) -> Sides:
    """Both sides as they are now."""
    return Sides(Held(rig.model(), entity), Books(rig.books(entity), entity))


def same_figures(rig: Rig, entity: str, *datasets: str) -> None:
    """The model holds the books' figures now."""
    sides(rig, entity).agree(*datasets)


def same_members(rig: Rig, entity: str) -> None:
    """The lists hold the entity's accounts and options now."""
    sides(rig, entity).have_the_same_members()


def _there(held: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {code: told for code, told in held.items() if told[-1] != "DELETED"}


def _alike(model: Mapping[K, V], books: Mapping[K, V]) -> None:
    keys = model.keys() | books.keys()
    differing = {key: (model.get(key), books.get(key)) for key in keys if model.get(key) != books.get(key)}
    assert not differing, f"what the model says, and the books: {differing}"
