"""Anaplan's failure dumps, fetched at once because Anaplan forgets them.

Knows where a dump lies; its rows and reasons are read elsewhere.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from ml_connector.stores.objects import ObjectStore


class DumpStore:
    """Write-once parts under runs/{run}/dumps/{entity}/{dataset}/."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, run: str, attempt: int, entity: str, dataset: str, object_id: str, index: int, body: bytes) -> str:
        """The key of one part of one import's dump (``object_id``); ``index`` counts from 0. Raises AlreadyThere."""
        key = self.key(run, attempt, entity, dataset, object_id, index)
        self._objects.put_once(key, body, content_type="text/csv")
        return key

    def key(self, run: str, attempt: int, entity: str, dataset: str, object_id: str, index: int) -> str:
        """Where ``put`` stores a part."""
        return f"{_folder(run, entity, dataset)}{attempt}-{object_id}-{index}.csv"

    def keys(self, run: str, entity: str, dataset: str) -> list[str]:
        """The keys of all parts of all dumps of one load."""
        return list(self._objects.keys(_folder(run, entity, dataset)))

    def read(self, key: str) -> bytes:
        """One part as Anaplan sent it; raises NotThere."""
        return self._objects.get(key)


def wholes(keys: Iterable[str]) -> Iterator[list[str]]:
    """The parts of each dump, in order, whatever order they come in."""
    for _, parts in groupby(sorted(keys, key=_whole_and_part), lambda key: _whole_and_part(key)[0]):
        yield list(parts)


def _whole_and_part(key: str) -> tuple[str, int]:
    """Keys end in {attempt}-{object}-{index}.csv."""
    whole, _, part = key.removesuffix(".csv").rpartition("-")
    return whole, int(part)


def _folder(run: str, entity: str, dataset: str) -> str:
    return f"runs/{run}/dumps/{entity}/{dataset}/"
