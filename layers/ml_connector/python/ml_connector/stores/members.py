"""The items of Anaplan's lists as a run has read them back.

Knows where a snapshot lies and how it is packed; what a member is good for is the mapping's business.
"""

import contextlib
import gzip
from collections.abc import Iterable, Iterator

from ml_connector import plain
from ml_connector.stores.gzipped import Lines
from ml_connector.stores.objects import AlreadyThere, NotThere, ObjectStore
from ml_connector.sync.items import Item


class MemberStore:
    """One JSON Lines file per attempt under runs/{run}/members/{model id}/{dimension}/{stage}-."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, run: str, attempt: int, model_id: str, dimension: str, stage: str, items: Iterable[Item]) -> int:
        """How many items are stored; the first snapshot of an attempt stays."""
        lines, count = Lines(), 0
        for count, item in enumerate(items, 1):  # noqa: B007 - what is counted is told
            lines.add(plain.json(item).encode())
        key = f"{_prefix(run, model_id, dimension, stage)}{attempt}.jsonl.gz"
        # A step that is repeated may find items that somebody has added since; either snapshot is as good.
        with contextlib.suppress(AlreadyThere):
            self._objects.put_once(key, lines.close(), content_type="application/x-ndjson", encoding="gzip")
        return count

    def read(self, run: str, model_id: str, dimension: str, stage: str) -> Iterator[Item]:
        """The items of the newest attempt; raises NotThere."""
        prefix = _prefix(run, model_id, dimension, stage)
        keys = sorted(self._objects.keys(prefix), key=lambda key: (len(key), key))
        if not keys:
            raise NotThere(prefix)
        with self._objects.open(keys[-1]) as body, gzip.GzipFile(fileobj=body) as lines:
            for line in lines:
                yield plain.read_json(Item, line)


def _prefix(run: str, model_id: str, dimension: str, stage: str) -> str:
    return f"runs/{run}/members/{model_id}/{dimension}/{stage}-"
