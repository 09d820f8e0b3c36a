"""Vendor pages exactly as they were received: the evidence of a run, and what a replay reads.

Knows where a page lies; never looks into it beyond the gzip around it.
"""

import contextlib
import gzip
import json
from collections.abc import Collection, Mapping

from ml_connector.stores.gzipped import Lines
from ml_connector.stores.objects import AlreadyThere, ObjectStore


class RawStore:
    """Write-once pages under runs/{run}/{folder}/{entity}/{dataset}/."""

    def __init__(self, objects: ObjectStore, folder: str = "raw") -> None:
        self._objects, self._name = objects, folder

    def park(self, run: str, entity: str, dataset: str, sweep: int, page: int, gzipped: bytes) -> bytes:
        """The gzip bytes that count for this page from now on.

        A page parked before under this name wins over ``gzipped``: an edit that makes the two differ is later
        than the watermark of the pass, so the next delta brings it.
        """
        key = f"{self._folder(run, entity, dataset)}{sweep:02d}-{page:05d}.json.gz"
        try:
            self._objects.put_once(key, gzipped, content_type="application/json", encoding="gzip")
        except AlreadyThere:
            return self._objects.get(key)
        return gzipped

    def refer(self, run: str, entity: str, dataset: str, sources: Mapping[str, Collection[str]]) -> None:
        """Let a run go by pages of earlier runs; what it was told first counts.

        sources   page keys, in the order in which they were asked for, to the ids of the documents that count there;
                  no ids: all of them
        """
        lines = Lines()
        for key, ids in sources.items():
            lines.add(json.dumps([key, *sorted(ids)]).encode())
        with contextlib.suppress(AlreadyThere):
            self._objects.put_once(
                self._reference(run, entity, dataset),
                lines.close(),
                content_type="application/x-ndjson",
                encoding="gzip",
            )

    def sources(self, run: str, entity: str, dataset: str) -> dict[str, frozenset[str]]:
        """The pages that a run goes by, its own or those that it was referred to, as ``refer`` took them."""
        keys = list(self._objects.keys(self._folder(run, entity, dataset)))
        if keys != [self._reference(run, entity, dataset)]:
            return dict.fromkeys(keys, frozenset())
        told = map(json.loads, gzip.decompress(self._objects.get(keys[0])).splitlines())
        return {key: frozenset(ids) for key, *ids in told}

    def pages(self, run: str, entity: str, dataset: str) -> list[str]:
        """The keys of all pages that a run goes by, in the order in which they were asked for."""
        return list(self.sources(run, entity, dataset))

    def number(self, key: str) -> int:
        """The number under which the page of a key was parked."""
        return int(key.rpartition("-")[2].partition(".")[0])

    def read(self, key: str) -> bytes:
        """One page as the vendor's JSON; raises NotThere."""
        return gzip.decompress(self._objects.get(key))

    def _reference(self, run: str, entity: str, dataset: str) -> str:
        return f"{self._folder(run, entity, dataset)}referred.jsonl.gz"

    def _folder(self, run: str, entity: str, dataset: str) -> str:
        return f"runs/{run}/{self._name}/{entity}/{dataset}/"
