"""The journals of each entity as they were read, by month, and up to which number.

Knows where they lie and that they are lines; what a line says is the proof's business.
"""

import gzip
from collections.abc import Iterable

from ml_connector.stores.objects import ObjectStore


class JournalStore:
    """Months under books/{entity}/journals/, which are overwritten as they grow."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def read(self, entity: str, period: str) -> list[str]:
        """The lines of a month."""
        key = _key(entity, f"{period}.jsonl.gz")
        return gzip.decompress(self._objects.get(key)).decode().splitlines() if self._objects.has(key) else []

    def write(self, entity: str, period: str, lines: Iterable[str]) -> None:
        """Put these lines in place of the month."""
        body = gzip.compress("\n".join(lines).encode(), compresslevel=2, mtime=0)
        key = _key(entity, f"{period}.jsonl.gz")
        self._objects.replace(key, body, content_type="application/x-ndjson", encoding="gzip")

    def read_until(self, entity: str) -> int:
        """The greatest number that is in the months; 0 if none is."""
        key = _key(entity, "until")
        return int(self._objects.get(key)) if self._objects.has(key) else 0

    def have_read(self, entity: str, until: int) -> None:
        """Note it, once the months are written."""
        self._objects.replace(_key(entity, "until"), str(until).encode(), content_type="text/plain")


def _key(entity: str, name: str) -> str:
    return f"books/{entity}/journals/{name}"
