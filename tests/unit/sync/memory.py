"""Stand-ins for what a mapping reads and writes: records, and a model that only remembers what it was told."""

import csv
import io
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ml_connector.datasets import DATASETS
from ml_connector.settings import Load
from ml_connector.sync.chunking import Chunks
from ml_connector.sync.documents import Page
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.lines import LineRows
from ml_connector.sync.mapping import Counts, FactMapping
from ml_connector.sync.membership import Checks
from ml_connector.sync.quarantine import Quarantined
from ml_connector.sync.remembered import Remembered

from tests.unit.sync.ledger import MEMBERS, AnInvoice

COLUMNS = Load.model_validate(
    {"file": "f", "import": "i", "columns": {"Line": "line_key", "Account": "account_id", "Base": "base_amount"}}
).columns
WHOLE = 10_000_000


@dataclass
class ARecord:
    """A record as it is kept."""

    run: str
    fingerprint: str
    updated: datetime | None
    lines: Sequence[str]
    before: Sequence[str]
    held: int = 0
    suspended: int = 0


@dataclass
class MemoryRecords:
    """Records by document id."""

    run: str
    kept: dict[str, ARecord]

    def read(self, ids: Sequence[str]) -> dict[str, ARecord]:
        return {id_: self.kept[id_] for id_ in ids if id_ in self.kept}

    def read_all(self) -> dict[str, ARecord]:
        return dict(self.kept)

    def write(self, remembered: Sequence[Remembered]) -> None:
        for one in remembered:
            change = one.change
            known = self.kept.get(one.document_id, ARecord("", "", one.updated, (), ()))
            self.kept[one.document_id] = (
                ARecord(self.run, change.fingerprint, one.updated, change.lines, change.before, one.held, one.suspended)
                if change.send
                else replace(known, updated=one.updated or known.updated, held=one.held, suspended=one.suspended)
            )


@dataclass
class Mapping:
    """What one run mapped."""

    counts: Counts
    chunks: list[bytes]
    quarantined: list[Quarantined]
    told: list[Remembered]

    @property
    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO("".join(zlib.decompress(c, 31).decode() for c in self.chunks))))


@dataclass
class Books:
    """One entity's invoices on their way into a model, run after run."""

    records: dict[str, ARecord] = field(default_factory=dict)
    proven: set[str] = field(default_factory=set)
    model: dict[str, str] = field(default_factory=dict)
    checks: Checks | None = None

    def map(
        self,
        run: str,
        pages: Sequence[Sequence[AnInvoice]],
        chunk_bytes: int = WHOLE,
        gone: Callable[[str], bool] | None = None,
    ) -> Mapping:
        """Map pages, given in the order in which they were read."""
        chunks: list[bytes] = []
        kept_back: list[Quarantined] = []
        told: list[Remembered] = []
        encoder = Encoder(DATASETS["invoices"], COLUMNS, self.checks)
        counts = FactMapping(
            entity="UK",
            dataset=DATASETS["invoices"],
            statuses=frozenset(DATASETS["invoices"].live),
            maker=LineRows("UK", "GBP", MEMBERS),
            encoder=encoder,
            chunks=Chunks(encoder.header, chunk_bytes, lambda _, packed: chunks.append(packed)),
            records=MemoryRecords(run, self.records),
            refuse=kept_back.append,
            run=run,
            proven=self.proven.__contains__,
            tell=told.append,
            gone=gone,
        ).map(Page(f"page-{n}", pages[n]) for n in reversed(range(len(pages))))
        return Mapping(counts, chunks, kept_back, told)

    def load(self, run: str, mapping: Mapping) -> None:
        """Send everything and prove it."""
        self.send(mapping, len(mapping.rows))
        self.proven.add(run)

    def send(self, mapping: Mapping, rows: int) -> None:
        """Send the first rows only, as a run does that dies on the way."""
        self.model.update({row["Line"]: row["Base"] for row in mapping.rows[:rows]})

    @property
    def figures(self) -> dict[str, str]:
        """What the model holds, without the zeroed lines."""
        return {line: base for line, base in self.model.items() if base != "0"}
