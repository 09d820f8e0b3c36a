"""Tables of columns in the bucket: those that people put there, and the copies that each run goes by.

Knows keys and bytes; what a table says is told by settings.
"""

from collections.abc import Iterator

from ml_connector.stores.objects import ObjectStore


class TableStore:
    """The newest ones under tables/, which are replaced; those of a run under runs/{run}/tables/, written once."""

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def put(self, name: str, body: bytes) -> None:
        """In place of the one of this name; the bucket keeps earlier versions for a while."""
        self._objects.replace(_key(name), body, content_type="text/csv")

    def newest(self, name: str) -> bytes | None:
        """As it is now; None if there is none of this name."""
        return self._objects.get(_key(name)) if self._objects.has(_key(name)) else None

    def keep(self, run: str, name: str, body: bytes) -> None:
        """What a run goes by from now on, whatever becomes of the table meanwhile."""
        self._objects.put_once(_kept_key(run, name), body, content_type="text/csv")

    def kept(self, run: str, name: str) -> bytes:
        """What a run goes by; raises NotThere."""
        return self._objects.get(_kept_key(run, name))

    def has_kept(self, run: str, name: str) -> bool:
        """Whether a run has taken a copy of it."""
        return self._objects.has(_kept_key(run, name))

    def all_kept(self, run: str) -> Iterator[str]:
        """The names of those that a run goes by."""
        folder = _kept_key(run, "")
        return (key.removeprefix(folder) for key in self._objects.keys(folder))


def _key(name: str) -> str:
    return f"tables/{name}"


def _kept_key(run: str, name: str) -> str:
    return f"runs/{run}/tables/{name}"
