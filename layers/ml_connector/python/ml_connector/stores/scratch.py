"""Objects that are forgotten when the process ends: what a look ahead writes instead of the bucket.

What earlier runs have left is read from the bucket by its key; only what the look itself has written is listed.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from ml_connector.stores.objects import AlreadyThere, ObjectStore


class ScratchStore(ObjectStore):
    """Write-once objects in memory, in front of those of a bucket."""

    def __init__(self, below: ObjectStore) -> None:
        self._below = below
        self._kept: dict[str, bytes] = {}

    def put_once(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str = "",  # noqa: ARG002 - nobody will ask for its type
        encoding: str | None = None,  # noqa: ARG002 - likewise
    ) -> bool:
        """As in a bucket; raises AlreadyThere."""
        if key not in self._kept:
            self._kept[key] = body
            return True
        if self._kept[key] != body:
            raise AlreadyThere(key)
        return False

    def replace(
        self,
        key: str,
        body: bytes,
        *,
        content_type: str,  # noqa: ARG002 - nobody will ask for its type
        encoding: str = "identity",  # noqa: ARG002 - likewise
    ) -> None:
        """As in a bucket; what lies there stays as it is."""
        self._kept[key] = body

    def has(self, key: str) -> bool:
        """Whether it is there, in memory or in the bucket."""
        return key in self._kept or self._below.has(key)

    def get(self, key: str) -> bytes:
        """All bytes of one object; raises NotThere."""
        return self._kept[key] if key in self._kept else self._below.get(key)

    @contextmanager
    def open(self, key: str) -> Iterator[IO[bytes]]:
        """The bytes as a stream; raises NotThere."""
        yield io.BytesIO(self.get(key))

    def keys(self, prefix: str) -> Iterator[str]:
        """The keys that begin with ``prefix``, in the order of their UTF-8 bytes."""
        return iter(sorted(key for key in self._kept if key.startswith(prefix)))
