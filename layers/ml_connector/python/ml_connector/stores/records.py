"""What the connector remembers of each document: its fingerprint, its lines in the model, and which runs sent it.

Knows documents by id; what a fingerprint or a line key means is decided by the mapping.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from msgspec import Struct

from ml_connector import plain
from ml_connector.plain import Instant
from ml_connector.stores import record_items
from ml_connector.stores.batches import READ_SIZE, batched, query, read_keys, write_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mypy_boto3_dynamodb.service_resource import Table

OPEN = "by-open"


class Passage(Struct, frozen=True):
    """One time a document went through a run with something to tell.

    page     the key of the raw page
    rows     that were sent
    version  the vendor's instant of the document's last change then
    chunk    the upload part that holds its last row; None if no row was sent
    held     rows that were kept back
    """

    run: str
    fingerprint: str
    page: str
    rows: int
    version: Instant | None = None
    chunk: int | None = None
    held: int = 0


class Record(Struct, frozen=True, kw_only=True):
    """One document.

    label    enough to name it again when it has vanished
    number   what a person calls it, e.g. the invoice number; records can be found by it
    period   of its date, such as 2026-10
    updated  the vendor's instant of its last change that was seen; None where the vendor has none
    run      the run that sent it last; empty: none has yet
    lines    keys of the lines that hold a value in the model because of ``run``
    before   keys of the lines that earlier runs may have left there
    open     the run that kept rows of it back, or put some on a suspense member; empty: none are, and a proven run has
             loaded those that were
    suspended   cells of its rows that stand on a suspense member
    history  the newest passages, oldest first; at most 20, and fewer if they take more than 1,000 bytes
    """

    document_id: str
    label: str
    number: str = ""
    period: str = ""
    fingerprint: str
    updated: Instant | None = None
    run: str
    lines: list[str]
    before: list[str] = []
    open: str = ""
    suspended: int = 0
    history: list[Passage] = []

    @property
    def held(self) -> int:
        """Rows that were kept back when it was seen last."""
        return self.history[-1].held if self.history else 0

    @property
    def page(self) -> str:
        """The key of the raw page on which it was seen last; empty if that was never told."""
        return self.history[-1].page if self.history else ""


class RecordStore:
    """Records at pk RECORD#{entity}#{dataset}, sk {document id}.

    pause  waits so many seconds before what DynamoDB left undone is asked again

    Integrations  DynamoDB BatchGetItem, BatchWriteItem, Query
    """

    def __init__(self, table: Table, pause: Callable[[float], None] = time.sleep) -> None:
        self._table = table
        self._pause = pause

    def read_many(self, entity: str, dataset: str, ids: Iterable[str]) -> dict[str, Record]:
        """The records that exist among ``ids``, by document id; an id may come more than once."""
        pk = _pk(entity, dataset)
        keys = ({"pk": pk, "sk": document_id} for document_id in dict.fromkeys(ids))
        records = (_record(item, entity) for item in read_keys(self._table, keys, self._pause))
        return {record.document_id: record for record in records}

    def read_all(self, entity: str, dataset: str) -> Iterator[Record]:
        """Every record of (entity, dataset), by document id."""
        return (_record(item, entity) for item in query(self._table, _pk(entity, dataset)))

    def read_open(self, entity: str, dataset: str) -> Iterator[Record]:
        """The records of what is kept back, in any order; what was written a moment ago may be missing."""
        found = (str(item["sk"]) for item in query(self._table, _pk(entity, dataset), index=OPEN))
        for ids in batched(found, READ_SIZE):
            yield from (record for record in self.read_many(entity, dataset, ids).values() if record.open)

    def write_many(self, entity: str, dataset: str, records: Iterable[Record]) -> None:
        """Store the records in place of what was there; of two with one id the last counts.

        raises  ContractBroken: a document has more lines than one item can hold (about 17,000)
        """
        newest = {record.document_id: record for record in records}
        pk = _pk(entity, dataset)
        items = (record_items.write(plain.told(record), entity, pk) for record in newest.values())
        write_items(self._table, items, self._pause)


def _record(item: dict[str, object], entity: str) -> Record:
    return plain.read(Record, record_items.read(item, entity))


def _pk(entity: str, dataset: str) -> str:
    return f"RECORD#{entity}#{dataset}"
