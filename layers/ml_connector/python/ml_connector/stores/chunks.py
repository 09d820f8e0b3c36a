"""Upload parts, ready to be sent: gzip of whole CSV lines.

Knows where a chunk lies; its columns and its size are decided by whoever makes it.
"""

from ml_connector.stores.objects import ObjectStore


class ChunkStore:
    """Write-once chunks under runs/{run}/chunks/{entity}/{dataset}/.

    The attempt is part of the key: a step that is redriven may map again and come to other rows.
    """

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, run: str, attempt: int, entity: str, dataset: str, index: int, gzipped: bytes) -> str:
        """The key under which the chunk now lies; ``index`` counts from 0. Raises AlreadyThere."""
        key = f"{_prefix(run, attempt, entity, dataset)}{index:04d}.csv.gz"
        self._objects.put_once(key, gzipped, content_type="text/csv", encoding="gzip")
        return key

    def keys(self, run: str, attempt: int, entity: str, dataset: str) -> list[str]:
        """The keys of all chunks of one attempt, by index."""
        return list(self._objects.keys(_prefix(run, attempt, entity, dataset)))

    def read(self, key: str) -> bytes:
        """The gzip bytes as they were put, which is how they are uploaded; raises NotThere."""
        return self._objects.get(key)


def _prefix(run: str, attempt: int, entity: str, dataset: str) -> str:
    return f"runs/{run}/chunks/{entity}/{dataset}/{attempt}-"
