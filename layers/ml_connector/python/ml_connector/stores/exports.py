"""What Anaplan exported, as it came, and what was made of it: the evidence of a plan's run.

Knows where both lie; what they say is told by ``sync.plan``.
"""

import gzip
import hashlib
from collections.abc import Iterator

from ml_connector.stores.objects import AlreadyThere, ObjectStore

_REPORT = "-report.json"
"""How the name of what is made last ends; all names begin with the attempt."""


class ExportStore:
    """Write-once chunks under runs/{run}/export/, and JSON or CSV under runs/{run}/plan/{attempt}-…"""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def park(self, run: str, attempt: int, index: int, chunk: bytes) -> str:
        """The key of one chunk of the export; ``index`` counts from 0. Raises AlreadyThere."""
        key = f"{_chunks(run)}{attempt}-{index:04d}.csv.gz"
        self._objects.put_once(key, gzip.compress(chunk, mtime=0), content_type="text/csv", encoding="gzip")
        return key

    def chunks(self, run: str, attempt: int) -> Iterator[bytes]:
        """The export's bytes, chunk by chunk."""
        for key in self._objects.keys(f"{_chunks(run)}{attempt}-"):
            yield gzip.decompress(self._objects.get(key))

    def digest(self, run: str, attempt: int) -> str:
        """SHA-256 of the whole export."""
        digest = hashlib.sha256()
        for chunk in self.chunks(run, attempt):
            digest.update(chunk)
        return digest.hexdigest()

    def put(self, run: str, name: str, body: bytes, content_type: str = "application/json") -> str:
        """The key of something made of the export; what was stored under this name before stays."""
        key = f"{_made(run)}{name}"
        try:
            self._objects.put_once(key, body, content_type=content_type)
        except AlreadyThere as taken:
            return taken.key
        return key

    def read(self, key: str) -> bytes:
        """What ``put`` stored; raises NotThere."""
        return self._objects.get(key)

    def made(self, run: str) -> list[str]:
        """The keys of all that was made of a run's export."""
        return list(self._objects.keys(_made(run)))

    def journals(self, run: str) -> list[str]:
        """The keys of its journals, as the last attempt planned them that came to its report.

        An attempt that died before has left some, which nobody has gone on with.
        """
        names = [key.removeprefix(_made(run)) for key in self.made(run)]
        ended = max((int(name.partition("-")[0]) for name in names if name.endswith(_REPORT)), default=None)
        return [f"{_made(run)}{name}" for name in names if name.startswith(f"{ended}-journal-")]


def _chunks(run: str) -> str:
    return f"runs/{run}/export/"


def _made(run: str) -> str:
    return f"runs/{run}/plan/"
