"""Control totals: what a load should have put into the model.

Knows where they lie and that they are pydantic models; what is added up is the mapping's business.
"""

from collections.abc import Iterable

from msgspec import Struct

from ml_connector import plain
from ml_connector.stores.gzipped import Lines
from ml_connector.stores.objects import ObjectStore


class TotalStore:
    """One write-once JSON Lines file per attempt under runs/{run}/totals/{entity}/{dataset}/."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, run: str, attempt: int, entity: str, dataset: str, totals: Iterable[Struct]) -> str:
        """The key under which they now lie. Raises AlreadyThere."""
        key, lines = f"runs/{run}/totals/{entity}/{dataset}/{attempt}.jsonl.gz", Lines()
        for total in totals:
            lines.add(plain.json(total).encode())
        self._objects.put_once(key, lines.close(), content_type="application/x-ndjson", encoding="gzip")
        return key
