"""What the proofs of a run found, in full; a payload carries the beginning of it only.

Knows where they lie and that they are pydantic models.
"""

import gzip
import hashlib

from msgspec import Struct

from ml_connector import plain
from ml_connector.stores.objects import ObjectStore


class ProofStore:
    """Write-once JSON under runs/{run}/proofs/: read-back/{entity}/{dataset}/ and books/{entity}/.

    The content is part of the key: a step that is repeated may find something else, and both are worth keeping.
    """

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put_read_back(self, run: str, attempt: int, entity: str, dataset: str, found: Struct) -> str:
        """What reading one load back has come to; the key under which it now lies. Raises AlreadyThere."""
        return self._put(f"runs/{run}/proofs/read-back/{entity}/{dataset}/{attempt}", found)

    def put_books(self, run: str, attempt: int, entity: str, found: Struct) -> str:
        """The proof of one entity's books; the key under which it now lies. Raises AlreadyThere."""
        return self._put(f"runs/{run}/proofs/books/{entity}/{attempt}", found)

    def keys(self, run: str, kind: str) -> list[str]:
        """The keys of a run's proofs of one kind, ``read-back`` or ``books``, the newest attempt last."""
        return list(self._objects.keys(f"runs/{run}/proofs/{kind}/"))

    def read(self, key: str) -> bytes:
        """The JSON of one proof; raises NotThere."""
        return gzip.decompress(self._objects.get(key))

    def _put(self, place: str, found: Struct) -> str:
        content = plain.json(found).encode()
        key = f"{place}-{hashlib.sha256(content).hexdigest()[:8]}.json"
        body = gzip.compress(content, mtime=0)
        self._objects.put_once(key, body, content_type="application/json", encoding="gzip")
        return key
