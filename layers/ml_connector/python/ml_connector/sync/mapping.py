"""Documents into rows: what to send, what to zero, what to keep back, page by page and newest page first.

A document can stand on two pages when it was edited while the pages were read. The later page was read later, so
going through them backwards and taking the first sight of each id takes the newest version without comparing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Generic, Protocol, TypeVar

from msgspec import Struct, field

from ml_connector.datasets import Dataset
from ml_connector.sync.changes import Change, Record, change
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.documents import Document, Page, Unreadable
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.facts import FactRow, Header, Refusal, removed, vanished
from ml_connector.sync.locking import PeriodLock
from ml_connector.sync.quarantine import Quarantined
from ml_connector.sync.remembered import Remembered
from ml_connector.sync.totals import Totals
from ml_connector.sync.uninterrupted import uninterrupted
from ml_connector.sync.unmapped import Unmapped

D = TypeVar("D", bound=Document)
D_contra = TypeVar("D_contra", bound=Document, contravariant=True)


class Records(Protocol):
    """The records of one entity's dataset."""

    def read(self, ids: Sequence[str]) -> Mapping[str, Record]: ...
    def read_all(self) -> Mapping[str, Record]: ...
    def write(self, remembered: Sequence[Remembered]) -> None: ...


class RowMaker(Protocol[D_contra]):
    """Turns one document into rows; ``lines.LineRows`` and ``payments.PaymentRows`` are such."""

    def header(self, document: D_contra) -> Header: ...
    def rows(self, document: D_contra, header: Header) -> tuple[list[FactRow], list[Refusal]]: ...


class Counts(Struct):
    """What became of the documents of one entity's dataset; returned: those that earlier runs had kept back."""

    documents: int = 0
    returned: int = 0
    unchanged: int = 0
    rows: int = 0
    tombstones: int = 0
    quarantined: int = 0
    suspense: int = 0
    chunks: int = 0


class FactMapping(Struct, Generic[D]):
    """Maps one dataset of one entity.

    statuses   those whose figures count
    proven     whether a run's load of this dataset has been proven
    tell       takes what became of every document, sent or not
    gone       whether a document that is known and was not read has vanished from Xero; None: a delta cannot tell
    lock       what happens to changes in closed months; None: they are like any others
    """

    entity: str
    dataset: Dataset
    statuses: frozenset[str]
    maker: RowMaker[D]
    encoder: Encoder
    chunks: Chunks
    records: Records
    refuse: Callable[[Quarantined], None]
    run: str
    proven: Callable[[str], bool]
    tell: Callable[[Remembered], None]
    gone: Callable[[str], bool] | None = None
    lock: PeriodLock | None = None
    totals: Totals = field(default_factory=Totals)
    counts: Counts = field(default_factory=Counts)
    _seen: set[bytes] = field(default_factory=set)

    def map(self, pages_newest_first: Iterable[Page[D]]) -> Counts:
        """All pages; each page's records are written before the next page is read, and before anything is sent."""
        with uninterrupted():
            for page in pages_newest_first:
                self._page(page)
        if self.gone is not None:
            self.records.write([*self._vanished(self.gone)])
        self.counts.rows = self.chunks.rows
        self.counts.chunks = self.chunks.close()
        return self.counts

    def out_of_place(self, document: D) -> tuple[int, int] | None:
        """How many of its rows could not be loaded now, and how many of its cells only on a suspense member.

        None: its month is closed. A trial that nobody is told of.
        """
        header = self.maker.header(document)
        if self.lock and self.lock.keeps(header):
            return None
        self.encoder.suspense.clear()
        refused = len(self._rows(document, header)[2])
        return refused, self.encoder.suspense.taken

    def _page(self, page: Page[D]) -> None:
        fresh = [document for document in reversed(page.documents) if self._first_sight(document.id)]
        self.counts.documents += len(fresh)
        records = self.records.read([document.id for document in fresh])
        remembered = [self._document(document, page.name, records.get(document.id)) for document in fresh]
        for one in remembered:
            self.tell(one)
        self.records.write([one for one in remembered if one.is_news(records.get(one.document_id))])

    def _vanished(self, gone: Callable[[str], bool]) -> Iterator[Remembered]:
        """What zeroes the documents that Xero no longer has."""
        for id_, record in self.records.read_all().items():
            if _compact(id_) in self._seen or not gone(id_):
                continue
            updated = record.updated or _LONG_AGO
            decided = change(_NONE, _NONE, updated, record, self.run, self.proven)
            if decided.send:
                self._zero(vanished(self.entity, id_), decided)
                rows, chunk = len(decided.vanished), self.chunks.count
                one = Remembered(id_, updated, "", rows, decided, "", chunk=chunk)
                self.tell(one)
                yield one

    def _zero(self, header: Header, decided: Change) -> None:
        """Send zeroes for the lines that are no more."""
        rows = [removed(header, key) for key in decided.vanished]
        self.chunks.add(*map(self.encoder.erase, rows))
        self.totals.add(*rows)
        self.counts.tombstones += len(rows)

    def _first_sight(self, id_: str) -> bool:
        key = _compact(id_)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _document(self, document: D | Unreadable, page: str, record: Record | None) -> Remembered:
        if isinstance(document, Unreadable):
            self._quarantine(Quarantined.unreadable(self.entity, self.dataset.name, document.id, document.reason, page))
            return Remembered(document.id, None, page, 0, _NOTHING, "", held=1)
        header = self.maker.header(document)
        self.encoder.suspense.clear()
        rows, lines, refusals = self._rows(document, header)
        suspended = self.encoder.suspense.taken
        for refusal in refusals:
            self._quarantine(Quarantined.fact(refusal, self.dataset.name, page))
        live, zero = (lines, _NONE) if document.status in self.statuses else (_NONE, lines)
        decided = _NOTHING  # what the model holds stays until somebody has said what an unknown status means
        if not refusals or document.status in self._known:
            decided = change(live, zero, document.updated, record, self.run, self.proven)
        if decided.send and self.lock is not None:
            held = self.lock.hold(header, rows, decided, known=record is not None)
            for refusal in held:
                self._quarantine(Quarantined.fact(refusal, self.dataset.name, page))
            decided, refusals = _NOTHING if held else decided, [*refusals, *held]
        if decided.send:
            self.chunks.add(*lines.values())
            self.totals.add(*rows)
            self.counts.tombstones += len(zero)
            if decided.vanished:
                self._zero(header, decided)
            if suspended:
                self._note_suspense(rows, page)
        else:
            self.counts.unchanged += record is not None and not refusals
        return Remembered(
            document.id,
            document.updated,
            page,
            len(rows) + len(decided.vanished) if decided.send else 0,
            decided,
            header.document_number,
            header.document_number,
            header.period,
            len(refusals),
            self.chunks.count if decided.send else None,
            suspended if decided.send or not refusals or record is None else record.suspended,
        )

    @property
    def _known(self) -> frozenset[str]:
        return self.statuses.union(self.dataset.idle, self.dataset.dead)

    def _rows(self, document: D, header: Header) -> tuple[list[FactRow], dict[str, bytes], list[Refusal]]:
        """The rows and, by key, their lines; zeroed for a dead document, none for one that is not in the books yet."""
        status, dataset = document.status, self.dataset
        if status in dataset.idle and status not in self.statuses:
            return [], {}, []
        rows, refusals = self.maker.rows(document, header)
        if status in dataset.dead:
            zeroed = [row.zeroed() for row in [*rows, *(refusal.row for refusal in refusals)]]
            return self._encoded(zeroed, [], self.encoder.erase)
        if status not in self.statuses:
            return [], {}, [Refusal(row, f"Xero's status '{status}' is not known here", _STATUS) for row in rows]
        return self._encoded(rows, refusals, self.encoder.encode)

    def _encoded(
        self, rows: list[FactRow], refusals: list[Refusal], encode: Callable[[FactRow], bytes]
    ) -> tuple[list[FactRow], dict[str, bytes], list[Refusal]]:
        fit: list[FactRow] = []
        lines: dict[str, bytes] = {}
        for row in rows:
            if row.line_key in lines:
                _distinguish(row, lines)
            try:
                lines[row.line_key] = encode(row)
                fit.append(row)
            except Unmapped as missing:
                refusals.append(Refusal(row, str(missing), missing.remedy))
        return fit, lines, refusals

    def _note_suspense(self, rows: Sequence[FactRow], page: str) -> None:
        """Keep the rows that were sent on a suspense member, for whoever moves them to where they belong."""
        for row in rows:
            if why := self.encoder.suspense.of(row):
                self.counts.suspense += 1
                refusal = Refusal(row, str(why), why.remedy)
                self.refuse(Quarantined.fact(refusal, self.dataset.name, page, loaded=True))

    def _quarantine(self, what: Quarantined) -> None:
        self.counts.quarantined += 1
        self.refuse(what)


_NONE: Mapping[str, bytes] = {}
_NOTHING = Change(send=False, fingerprint="")
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_STATUS = "name it in the statuses of this load in the settings, or leave the document as it is"


def _distinguish(row: FactRow, others: Mapping[str, object]) -> None:
    """Two lines of one document with the same id would overwrite each other."""
    key, number = row.line_key, 2
    while row.line_key in others:
        row.line_key, number = f"{key}.{number}", number + 1


def _compact(id_: str) -> bytes:
    """A third of the memory of the text: a million ids have to be remembered at once."""
    try:
        return bytes.fromhex(id_.replace("-", ""))
    except ValueError:
        return id_.encode()
