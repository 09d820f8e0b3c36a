"""Vendor pages exactly as they were received: the evidence of a run, and what a replay reads.

Knows where a page lies; never looks into it beyond the gzip around it.
"""

import gzip

from ml_connector.stores.objects import AlreadyThere, ObjectStore


class RawStore:
    """Write-once pages under runs/{run}/raw/{entity}/{dataset}/."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def park(self, run: str, entity: str, dataset: str, sweep: int, page: int, gzipped: bytes) -> bytes:
        """The gzip bytes that count for this page from now on.

        A page parked before under this name wins over ``gzipped``: an edit that makes the two differ is later
        than the watermark of the pass, so the next delta brings it.
        """
        key = f"{_folder(run, entity, dataset)}{sweep:02d}-{page:05d}.json.gz"
        try:
            self._objects.put_once(key, gzipped, content_type="application/json", encoding="gzip")
        except AlreadyThere:
            return self._objects.get(key)
        return gzipped

    def pages(self, run: str, entity: str, dataset: str) -> list[str]:
        """The keys of all parked pages, in the order in which they were asked for."""
        return list(self._objects.keys(_folder(run, entity, dataset)))

    def number(self, key: str) -> int:
        """The number under which the page of a key was parked."""
        return int(key.rpartition("-")[2].partition(".")[0])

    def read(self, key: str) -> bytes:
        """One page as the vendor's JSON; raises NotThere."""
        return gzip.decompress(self._objects.get(key))


def _folder(run: str, entity: str, dataset: str) -> str:
    return f"runs/{run}/raw/{entity}/{dataset}/"
