"""Rows that could not be loaded, kept with the reason and the way to mend them.

Knows where they lie and that they are pydantic models; which fields a row has is the mapping's business.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from msgspec import Struct

from ml_connector import plain
from ml_connector.stores.gzipped import Lines
from ml_connector.stores.objects import ObjectStore

Row = TypeVar("Row", bound=Struct)


class Collection:
    """The rows of one file while they are found; only their compressed form is in memory."""

    def __init__(self) -> None:
        self._lines = Lines()
        self.rows = 0

    def add(self, row: Struct) -> None:
        """One more row."""
        self._lines.add(plain.json(row).encode())
        self.rows += 1

    def packed(self) -> bytes:
        """All of them as gzipped JSON Lines; nothing can be added afterwards."""
        return self._lines.close()


class QuarantineStore:
    """One write-once JSON Lines file per attempt under runs/{run}/{folder}/{entity}/{dataset}/, if there is a row."""

    def __init__(self, objects: ObjectStore, folder: str = "quarantine") -> None:
        self._objects, self._folder = objects, folder

    @contextmanager
    def collect(self, run: str, attempt: int, entity: str, dataset: str) -> Iterator[Collection]:
        """What takes the rows; they are stored when the block ends well. Raises AlreadyThere."""
        collection = Collection()
        yield collection
        if collection.rows:
            key = f"runs/{run}/{self._folder}/{entity}/{dataset}/{attempt}.jsonl.gz"
            self._objects.put_once(key, collection.packed(), content_type="application/x-ndjson", encoding="gzip")

    def keys(self, run: str) -> list[str]:
        """The keys of every file of one run."""
        return list(self._objects.keys(f"runs/{run}/{self._folder}/"))

    def read(self, key: str, model: type[Row]) -> Iterator[Row]:
        """The rows of one file, one at a time; raises NotThere."""
        with self._objects.open(key) as body, gzip.GzipFile(fileobj=body) as lines:
            for line in lines:
                yield plain.read_json(model, line)
