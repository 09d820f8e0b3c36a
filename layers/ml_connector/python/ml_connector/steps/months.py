"""Which months of an entity's books a run compares: those that what it brings has touched, and those always due."""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime

from msgspec import Struct

from ml_connector.settings import Settings
from ml_connector.steps.folding import Folding
from ml_connector.stores.books import BookStore
from ml_connector.sync.proof.entries import LEDGER
from ml_connector.sync.proof.movement import YearEnd, days_needed
from ml_connector.sync.proof.outcome import months_to_compare
from ml_connector.xero.profile import Profile
from ml_connector.xero.pulled import Pulled


class Brought(Struct, frozen=True):
    """What a run has done with one dataset of the entity.

    proven      every row of it is in the model; a look ahead takes that for granted
    kept_back   gives the keys of a document's rows in quarantine, without their entity
    """

    pulled: Pulled
    proven: bool
    kept_back: Callable[[str], Collection[str]]


class Months:
    """The months that one run compares.

    brought   by dataset
    now       aware UTC
    """

    def __init__(
        self,
        entity: str,
        settings: Settings,
        brought: Mapping[str, Brought],
        folding: Folding,
        store: BookStore,
        now: datetime,
    ) -> None:
        self._entity, self._options = entity, settings.proof
        self._brought, self._folding = brought, folding
        self._store, self._now = store, now

    def fold(self) -> set[str]:
        """Fold what is proven into the book, and give the months touched: the rest comes again with the next run."""
        proven = [name for name in LEDGER if name in self._brought and self._brought[name].proven]
        each = ((name, self._brought[name]) for name in proven)
        return set().union(*(self._folding.fold(name, one.pulled, one.kept_back) for name, one in each))

    def incomparable(self) -> str:
        """Why no month can be compared, empty if they can; known once everything is folded in."""
        if any(one.pulled.pull.replay for one in self._brought.values()):
            return "not compared: a replay asks Xero for nothing; the next ordinary run compares what it brought"
        if absent := [name for name in self._folding.loaded if name not in self._brought]:
            return f"not compared: {', '.join(absent)} were not part of the run"
        if unproven := [name for name in self._folding.loaded if not self._brought[name].proven]:
            return f"not compared: the rows of {', '.join(unproven)} are not proven"
        if late := self._folding.begun_late():
            return (
                f"not compared: {', '.join(late)} were loaded before books were kept; bring the whole of it once with "
                f"`ml-connector run actuals --entity {self._entity} --since 2006-01-01`"
            )
        return ""

    def to_compare(self, touched: Collection[str]) -> tuple[str, ...]:
        """In order; ``touched`` as folding has told."""
        options, now = self._options, self._now
        known: Iterable[str] = ()
        if options.full_monthly and not self._store.marked(self._entity, f"full-{now:%Y-%m}"):
            sums = self._folding.sums().values()
            known = {place.period for one in sums for of in (one.posted, *one.beside.values()) for place in of}
        return tuple(months_to_compare(touched, set(known), f"{now:%Y-%m}", options.months, options.most_months))


def year_end(seen: Profile) -> YearEnd:
    """When the financial year of an organisation ends; with the calendar's if it does not tell."""
    return YearEnd(seen.year_end_month or 12, seen.year_end_day or 31)


def reports_for(periods: Iterable[str], seen: Profile) -> list[date]:
    """The days whose trial balances the months are compared by; each is one call."""
    return days_needed(periods, year_end(seen))
