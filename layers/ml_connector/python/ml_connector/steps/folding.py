"""What a run has pulled of one entity, folded into the book of what its documents post."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache, cached_property
from itertools import islice
from typing import Any

from ml_connector.datasets import DATASETS
from ml_connector.settings import Settings
from ml_connector.steps.reading_documents import pages
from ml_connector.stores.books import BookStore
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.proof import book
from ml_connector.sync.proof.allocations import Prepaid
from ml_connector.sync.proof.book import SHARDS, Entry, Sums
from ml_connector.sync.proof.chart import Chart
from ml_connector.sync.proof.entries import LEDGER, entry, poster_of
from ml_connector.sync.proof.postings import Posted, Poster
from ml_connector.xero.pulled import Pulled

_AT_ONCE = 100_000
"""Documents that are held in memory before they are folded in."""

_FIRST_BOOKS = datetime(2006, 7, 1, tzinfo=UTC)
"""Before anybody kept books with Xero: a pull from here, or earlier, brings everything."""

_RATED = ("invoices", "bills", "credit_notes", "prepayments", "overpayments")


class Folding:
    """The book of one entity, and what this run does to it."""

    def __init__(self, run: str, entity: str, settings: Settings, chart: Chart, store: BookStore) -> None:
        self._run, self._entity, self._settings, self._store = run, entity, settings, store
        base = settings.entities[entity].base_currency
        self._poster = Poster(chart, base, cache(self._rate), self._prepaid)
        self._shard = cache(self._rates_of)

    @cached_property
    def loaded(self) -> list[str]:
        """The datasets that settings load and whose documents post."""
        return [name for name in LEDGER if name in self._settings.loads]

    def fold(self, dataset: str, pulled: Pulled, kept_back: Callable[[str], Collection[str]]) -> set[str]:
        """Fold one proven dataset in; returns the months in which something has changed.

        kept_back   gives the keys of a document's rows in quarantine, without their entity
        """
        periods, seen = set[str](), set[str]()
        entries = self._entries(dataset, kept_back, seen)
        while batch := {one.id: one for one in islice(entries, _AT_ONCE)}:
            periods |= self._put(dataset, batch)
        if pulled.pull.replay:
            return periods  # of pages of any age, and not of all documents: they tell nothing of what is not on them
        if DATASETS[dataset].whole:
            periods |= self._gone(dataset, seen)
        if pulled.pull.since is None or pulled.pull.since <= _FIRST_BOOKS:
            self._store.mark(self._entity, f"{dataset}-whole")
        return periods

    def begun_late(self) -> list[str]:
        """The datasets whose book does not hold what was loaded before the book was begun."""
        return [name for name in self.loaded if not self._store.marked(self._entity, f"{name}-whole")]

    def sums(self) -> dict[str, Sums]:
        """What the documents of each dataset come to."""
        return {name: book.sums(self._first_lines(name)) for name in self.loaded}

    def posted(self, periods: Collection[str]) -> Iterator[Posted]:
        """What the documents of these months post, one after the other."""
        for name in self.loaded:
            for shard in range(SHARDS):
                entries = book.read(self._store.read(self._entity, name, shard))
                yield from (posted for one in entries if (posted := one.posted).months.intersection(periods))

    def periods_of(self, dataset: str, documents: Iterable[Any]) -> set[str]:
        """The months of these documents, as they are and as they stand in the book."""
        found = list(documents)
        known = {document.id for document in found}
        shards = {book.shard_of(id_) for id_ in known}
        stands = (one for shard in shards for one in book.read(self._store.read(self._entity, dataset, shard)))
        return {
            *(document.date.isoformat()[:7] for document in found if document.date),
            *(one.period for one in stands if one.id in known and one.period),
        }

    def _first_lines(self, dataset: str) -> Iterator[str]:
        lines = (self._store.first_line(self._entity, dataset, shard) for shard in range(SHARDS))
        return (line for line in lines if line)

    def _entries(self, dataset: str, kept_back: Callable[[str], Collection[str]], seen: set[str]) -> Iterator[Entry]:
        """The newest version of every document of the run."""
        post = poster_of(dataset, self._poster, self._settings.loads)
        statuses = frozenset(self._settings.loads[dataset].statuses or DATASETS[dataset].live)
        for page in pages(self._run, self._entity, dataset):
            for document in reversed(page.documents):
                if document.id not in seen and not isinstance(document, Unreadable):
                    yield entry(document, post, statuses, kept_back(document.id))
                seen.add(document.id)

    def _put(self, dataset: str, entries: dict[str, Entry]) -> set[str]:
        by_shard: dict[int, dict[str, Entry]] = {}
        for id_, one in entries.items():
            by_shard.setdefault(book.shard_of(id_), {})[id_] = one
        periods: set[str] = set()
        for shard, theirs in sorted(by_shard.items()):
            before = self._store.read(self._entity, dataset, shard)
            folded = book.fold(before, theirs)
            if folded.lines != before:
                self._store.write(self._entity, dataset, shard, folded.lines)
            periods |= folded.periods
        return periods

    def _gone(self, dataset: str, present: Collection[str]) -> set[str]:
        """Empty what was not among a dataset that is read whole: Xero has it no more."""
        known = (one for shard in range(SHARDS) for one in book.read(self._store.read(self._entity, dataset, shard)))
        return self._put(dataset, {one.id: Entry(one.id, one.updated) for one in known if one.id not in present})

    def _rate(self, document_id: str) -> Decimal | None:
        for dataset in _RATED:
            rate = self._shard(dataset, book.shard_of(document_id)).get(document_id)
            if rate:
                return Decimal(rate)
        return None

    def _prepaid(self, document_id: str) -> Prepaid | None:
        """What a prepayment stands on; such refunds are rare, so its shard is read for each."""
        lines = self._store.read(self._entity, "prepayments", book.shard_of(document_id))
        return next((one.prepaid for one in book.read(lines) if one.id == document_id), None)

    def _rates_of(self, dataset: str, shard: int) -> dict[str, str]:
        lines = self._store.read(self._entity, dataset, shard)
        return {one.id: one.rate for one in book.read(lines) if one.rate}
