"""The records of one entity's dataset as a mapping sees them: read a page's worth, write what becomes of it.

Joins the decisions' ``Remembered`` with the history that a record keeps.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from ml_connector.stores.records import Passage, Record, RecordStore
from ml_connector.sync.remembered import Remembered


class DocumentMemory:
    """Reads and writes records for one run.

    may_write   raises if somebody else has the model meanwhile
    """

    def __init__(
        self, store: RecordStore, run: str, entity: str, dataset: str, may_write: Callable[[], object]
    ) -> None:
        self._may_write = may_write
        self._store, self._run, self._entity, self._dataset = store, run, entity, dataset
        self._last: Mapping[str, Record] = {}

    def read(self, ids: Sequence[str]) -> Mapping[str, Record]:
        """The records that exist; kept until the next read, because what is written continues their history."""
        self._last = self._store.read_many(self._entity, self._dataset, ids)
        return self._last

    def read_all(self) -> Mapping[str, Record]:
        """Every record of the dataset; for reference data, which is small."""
        self._last = {record.document_id: record for record in self._store.read_all(self._entity, self._dataset)}
        return self._last

    def write(self, remembered: Sequence[Remembered]) -> None:
        """One write per document and run, whatever happens to it afterwards."""
        self._may_write()
        self._store.write_many(self._entity, self._dataset, map(self._record, remembered))

    def settle(self, records: Sequence[Record]) -> None:
        """Let documents rest that are loaded as they are, and proven."""
        self._may_write()
        self._store.write_many(self._entity, self._dataset, (replace(record, open="") for record in records))

    def read_open(self) -> Iterator[Record]:
        """What earlier runs have kept back, and what was sent of it without a proof."""
        return self._store.read_open(self._entity, self._dataset)

    def _record(self, one: Remembered) -> Record:
        known = self._last.get(one.document_id)
        passage = Passage(
            run=self._run,
            fingerprint=one.change.fingerprint,
            page=one.page,
            rows=one.rows,
            version=one.updated,
            chunk=one.chunk,
            held=one.held,
        )
        earlier = [past for past in known.history if past.run != self._run] if known else []
        seen: dict[str, Any] = {
            "label": one.label,
            "number": one.number,
            "period": one.period,
            "open": self._open(one, known),
            "suspended": one.suspended,
            "history": [*earlier, passage],
        }
        if one.change.send or known is None:
            return Record(
                document_id=one.document_id,
                fingerprint=one.change.fingerprint if one.change.send else "",
                updated=one.updated,
                run=self._run if one.change.send else "",
                lines=list(one.change.lines),
                before=list(one.change.before),
                **seen,
            )
        # Of an unreadable document nothing else is known.
        told = seen if one.updated else {name: seen[name] for name in ("open", "history")}
        return replace(known, **told, updated=one.updated or known.updated)

    def _open(self, one: Remembered, known: Record | None) -> str:
        """Open for as long as rows are kept back or on a suspense member, and once they are sent until it is proven."""
        before = known.open if known else ""
        if one.held or one.suspended:
            return before or self._run
        return before if one.change.send else ""


class Glance(DocumentMemory):
    """Reads records and remembers nothing: for a look ahead."""

    def __init__(self, store: RecordStore, run: str, entity: str, dataset: str) -> None:
        super().__init__(store, run, entity, dataset, lambda: None)

    def write(self, remembered: Sequence[Remembered]) -> None:
        """Forget."""

    def settle(self, records: Sequence[Record]) -> None:
        """Leave them as they are."""
