"""Rows that could not be loaded, kept with the reason and the way to mend them.

Knows where they lie and that they are pydantic models; which fields a row has is the mapping's business.
"""

import gzip
from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel

from ml_connector.stores.gzipped import compress_lines
from ml_connector.stores.objects import ObjectStore

Row = TypeVar("Row", bound=BaseModel)


class QuarantineStore:
    """One write-once JSON Lines file per attempt under runs/{run}/quarantine/{entity}/{dataset}/."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, run: str, attempt: int, entity: str, dataset: str, rows: Iterable[BaseModel]) -> str:
        """The key under which the rows now lie; they are consumed one at a time. Raises AlreadyThere."""
        key = f"runs/{run}/quarantine/{entity}/{dataset}/{attempt}.jsonl.gz"
        packed = compress_lines(row.model_dump_json().encode() for row in rows)
        self._objects.put_once(key, packed, content_type="application/x-ndjson", encoding="gzip")
        return key

    def keys(self, run: str) -> list[str]:
        """The keys of every quarantine file of one run."""
        return list(self._objects.keys(f"runs/{run}/quarantine/"))

    def read(self, key: str, model: type[Row]) -> Iterator[Row]:
        """The rows of one file, one at a time; raises NotThere."""
        with self._objects.open(key) as body, gzip.GzipFile(fileobj=body) as lines:
            for line in lines:
                yield model.model_validate_json(line)
