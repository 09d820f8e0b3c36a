"""The ledger of one organisation: follows the documents, so that what it says always agrees with them.

An edit takes back what stood and posts anew. Nothing is worked out before somebody asks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from threading import RLock

from infra.local.vendors.xero.books.collection import Collection, updated
from infra.local.vendors.xero.ledger.cash import cash_postings
from infra.local.vendors.xero.ledger.chart import Chart
from infra.local.vendors.xero.ledger.context import IDS, Context, Fields
from infra.local.vendors.xero.ledger.given import GivenLedger
from infra.local.vendors.xero.ledger.log import Entry, Log
from infra.local.vendors.xero.ledger.moved import DOCUMENTS
from infra.local.vendors.xero.ledger.posting import Posting, standing_after
from infra.local.vendors.xero.ledger.rules import RULES
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record

Key = tuple[str, str]  # collection and id
_PAID = ("Invoices", "CreditNotes", "Overpayments", "Prepayments")
_FOLLOWERS = ("Payments", "CreditNotes", "Overpayments", "Prepayments")
_FIGURES = ("CurrencyRate", "LineItems", "LineAmountTypes", "Total", "TotalTax")


@dataclass(frozen=True)
class _Change:
    """A record as it became, None if it was taken out."""

    key: Key
    record: Record | None
    at: datetime


class Ledger:
    """Journals and balances; safe to use from many threads."""

    def __init__(self, collection: Callable[[str], Collection], given: GivenLedger) -> None:
        self._collection = collection
        self._given = given
        self._lock = RLock()
        self._begun = False
        self._start: tuple[_Change, ...] = tuple(sorted(self._snapshot(), key=lambda each: each.at))
        self._waiting: list[_Change] = []
        self._held: dict[str, dict[str, Record]] = {name: {} for name in RULES}  # by id
        self._standing: defaultdict[Key, list[Posting]] = defaultdict(list)
        self._log = Log()

    def note(self, name: str, record_id: str, record: Record | None, at: datetime) -> None:
        """A record was changed, or taken out."""
        if name in RULES:
            with self._lock:
                self._waiting.append(_Change((name, record_id.casefold()), record, at))

    def post(self, posting: Posting, at: datetime, *, journal: bool) -> None:
        """Post what no document says; without ``journal`` only reports know of it."""
        with self._lock:
            self._catch_up()
            if journal:
                self._log.add(posting, at)
            else:
                self._log.count(posting)

    def journals(self) -> Sequence[Entry]:
        """All journals by number."""
        with self._lock:
            self._catch_up()
            return tuple(self._log.entries)

    def days(self) -> list[tuple[date, dict[str, Decimal]]]:
        """What each day moved, by account id: debits positive, base currency."""
        with self._lock:
            self._catch_up()
            return [(day, dict(sums)) for day, sums in self._log.days()]

    def cash_days(self) -> list[tuple[date, dict[str, Decimal]]]:
        """The same on a cash basis; of what has no document, only what has a journal."""
        with self._lock:
            self._catch_up()
            context, log = self._context(), Log()
            for name in RULES:
                for record in self._collection(name).records():
                    for posting in cash_postings(name, record, context):
                        log.count(posting)
            for entry in self._log.entries:
                if entry.posting.source_id is None:
                    log.count(entry.posting)
            return [(day, dict(sums)) for day, sums in log.days()]

    @property
    def chart(self) -> Chart:
        """The accounts as they are now."""
        return Chart(self._collection("Accounts").records())

    def _snapshot(self) -> Iterable[_Change]:
        for name in RULES:
            collection = self._collection(name)
            for record in collection.records():
                at = dates.EPOCH + timedelta(milliseconds=updated(record))
                yield _Change((name, str(record[collection.endpoint.id_field]).casefold()), record, at)

    def _catch_up(self) -> None:
        if self._begun and not self._waiting:
            return
        context = self._context()
        if not self._begun:
            self._begin(context)
        waiting, self._waiting = self._waiting, []
        for change in waiting:
            self._follow(change, context)

    def _begin(self, context: Context) -> None:
        self._begun = True
        for change in self._start:
            if change.record is not None:
                self._held[change.key[0]][change.key[1]] = change.record
        if self._given.is_there:
            self._take_given(context)
        else:
            for change in self._start:
                self._post_first(change, context)
        self._start = ()

    def _post_first(self, change: _Change, context: Context) -> None:
        """Books may come with documents that were posted and taken back before anybody looked."""
        name, record = change.key[0], change.record
        posted = RULES[name].postings(record, context) if record else []
        stands = record is not None and RULES[name].stands(record)
        for posting in posted if stands else [*posted, *(each.undone() for each in posted)]:
            self._log.add(posting, change.at)
        self._standing[change.key] = posted if stands else []

    def _take_given(self, context: Context) -> None:
        by_source: defaultdict[str, list[Posting]] = defaultdict(list)
        for entry in self._given.entries():
            self._log.take(entry)
            by_source[str(entry.posting.source_id).casefold()].append(entry.posting)
        for posting in self._given.movements():
            self._log.count(posting)
        for change in self._start:
            posted = by_source.get(change.key[1])
            stands = self._postings(change, context) if self._given.months and not self._given.journals else []
            self._standing[change.key] = standing_after(posted) if posted else stands

    def _follow(self, change: _Change, context: Context) -> None:
        key, held = change.key, self._held[change.key[0]]
        before = held.pop(key[1], None)
        if change.record is not None:
            held[key[1]] = change.record
        self._repost(change, context)
        if key[0] in _PAID and _figures(before) != _figures(change.record):
            self._repost_followers(key[1], change.at, context)

    def _repost(self, change: _Change, context: Context) -> None:
        stood, wanted = self._standing[change.key], self._postings(change, context)
        if stood == wanted:
            return
        for posting in stood:
            self._log.add(posting.undone(), change.at)
        for posting in wanted:
            self._log.add(posting, change.at)
        self._standing[change.key] = wanted

    def _repost_followers(self, document_id: str, at: datetime, context: Context) -> None:
        """What settles a document is worth what the document says."""
        for name in _FOLLOWERS:
            for record_id, record in tuple(self._held[name].items()):
                if document_id in _settled(record):
                    self._repost(_Change((name, record_id), record, at), context)

    def _postings(self, change: _Change, context: Context) -> list[Posting]:
        """What should stand."""
        rule, record = RULES[change.key[0]], change.record
        return rule.postings(record, context) if record and rule.stands(record) else []

    def _context(self) -> Context:
        organisation = next(iter(self._collection("Organisation").records()), Record())
        return Context(self.chart, organisation.get("BaseCurrency"), self._document)

    def _document(self, document_id: str) -> Fields | None:
        """A document that can be paid or set against another, by its id."""
        return next((found for name in _PAID if (found := self._held[name].get(document_id.casefold()))), None)


def _figures(record: Record | None) -> list[object]:
    return [(record or Record()).get(name) for name in _FIGURES]


def _settled(record: Fields) -> set[str]:
    """The ids of the documents that a payment or an allocation is about."""
    about = [record[name] for name in DOCUMENTS if name in record]
    about += [allocation["Invoice"] for allocation in record.get("Allocations") or () if "Invoice" in allocation]
    return {str(each[name]).casefold() for each in about for name in IDS if each.get(name)}
