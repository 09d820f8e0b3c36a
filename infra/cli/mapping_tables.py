"""The tables that a run has gone by, as a person recognises them."""

import hashlib
from collections.abc import Iterator
from typing import Self

from ml_connector.settings.tables import read_bytes
from ml_connector.stores.objects import ObjectStore
from ml_connector.stores.tables import TableStore
from msgspec import Struct

_SHOWN = 12


class TableFound(Struct, frozen=True):
    """One table: how many values it gives a member, and the SHA-256 of the file."""

    table: str
    entries: int
    sha256: str

    @classmethod
    def of(cls, name: str, body: bytes, source: str) -> Self:
        """Of its bytes; raises SettingsWrong if no run could use it."""
        return cls(table=f"s3:{name}", entries=len(read_bytes(body, source)), sha256=hashlib.sha256(body).hexdigest())

    @property
    def told(self) -> str:
        """In words."""
        return f"{self.table} with {self.entries:,} entries (SHA-256 {self.sha256[:_SHOWN]})"


def tables(objects: ObjectStore, run: str) -> Iterator[TableFound]:
    """Those of one run."""
    store = TableStore(objects)
    return (TableFound.of(name, store.kept(run, name), f"s3:{name}") for name in store.all_kept(run))
