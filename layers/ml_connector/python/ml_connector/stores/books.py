"""The books of each entity: what its documents post, in shards that are overwritten as documents change.

Knows where shards lie and that they are lines; what a line says is the proof's business. The bucket keeps earlier
versions of what is overwritten for a while.
"""

import gzip
from datetime import date

from msgspec import Struct

from ml_connector import plain
from ml_connector.stores.objects import ObjectStore


class Again(Struct, frozen=True):
    """From which day documents are to be pulled again, None: not; tries: how often that was wanted in a row."""

    first: date | None = None
    tries: int = 0


class BookStore:
    """Shards under books/{entity}/{dataset}/, and marks of what has happened once."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def read(self, entity: str, dataset: str, shard: int) -> list[str]:
        """The lines of a shard; none if there is no such shard yet."""
        key = _key(entity, dataset, shard)
        return gzip.decompress(self._objects.get(key)).decode().splitlines() if self._objects.has(key) else []

    def first_line(self, entity: str, dataset: str, shard: int) -> str | None:
        """The first line of a shard, without reading the rest; None if there is no such shard yet."""
        key = _key(entity, dataset, shard)
        if not self._objects.has(key):
            return None
        with self._objects.open(key) as body, gzip.open(body) as lines:
            return lines.readline().decode()

    def write(self, entity: str, dataset: str, shard: int, lines: list[str]) -> None:
        """Put these lines in place of the shard."""
        body = gzip.compress("\n".join(lines).encode(), compresslevel=2, mtime=0)
        self._objects.replace(_key(entity, dataset, shard), body, content_type="application/x-ndjson", encoding="gzip")

    def want_again(self, entity: str, wanted: Again | None) -> None:
        """Note that documents are to be pulled again, or that this is over."""
        if wanted is not None or self._noted(entity) is not None:
            body = plain.json(wanted or Again()).encode()
            self._objects.replace(_again_key(entity), body, content_type="application/json")

    def again(self, entity: str) -> Again:
        """What was noted last."""
        return self._noted(entity) or Again()

    def _noted(self, entity: str) -> Again | None:
        key = _again_key(entity)
        return plain.read_json(Again, self._objects.get(key)) if self._objects.has(key) else None

    def mark(self, entity: str, what: str) -> None:
        """Note that something has happened, for good."""
        self._objects.put_once(f"books/{entity}/marks/{what}", b"")

    def marked(self, entity: str, what: str) -> bool:
        """Whether it was noted."""
        return self._objects.has(f"books/{entity}/marks/{what}")


def _key(entity: str, dataset: str, shard: int) -> str:
    return f"books/{entity}/{dataset}/{shard:02d}.jsonl.gz"


def _again_key(entity: str) -> str:
    return f"books/{entity}/again.json"
