"""One organisation: its collections and the ways in which an operator changes them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count
from threading import RLock
from typing import Any
from uuid import UUID, uuid5

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.books.collection import Collection
from infra.local.vendors.xero.books.completing import changed, completed, is_silent
from infra.local.vendors.xero.books.history import History
from infra.local.vendors.xero.books.organisation import Books
from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.endpoints import ENDPOINTS, endpoint_of
from infra.local.vendors.xero.ledger.given import KEYS as LEDGER_KEYS
from infra.local.vendors.xero.ledger.given import given_ledger
from infra.local.vendors.xero.ledger.ledger import Ledger
from infra.local.vendors.xero.webhooks.events import Edit
from infra.local.vendors.xero.wire.exact import Record

_NAMESPACE = UUID("c0dec0de-0000-4000-8000-00000000c0de")


class Tenant:
    """An organisation with all its collections, empty ones too, the notes on records, and the ledger that follows them.

    Safe to use from many threads.
    """

    def __init__(self, books: Books, clock: Clock, tell: Callable[[Edit], None] = lambda _: None) -> None:
        self.tenant_id = books.tenant_id
        self._tell = tell
        self._clock = clock
        self._lock = RLock()
        self._ids = (uuid5(_NAMESPACE, f"{books.tenant_id}/{n}") for n in count(1))
        given = {endpoint.name: list(records) for endpoint, records in _resolved(books)}
        given.setdefault("Organisation", [{"OrganisationID": books.tenant_id, "Name": books.name}])
        self._collections = {each.name: self._filled(each, given.get(each.name, [])) for each in ENDPOINTS}
        self.history = History()
        self.ledger = Ledger(self.__getitem__, given_ledger(books.collections))

    @property
    def name(self) -> str | None:
        """The organisation's name, None if it has none."""
        return next((record.get("Name") for record in self["Organisation"].records()), None)

    def __getitem__(self, collection: str) -> Collection:
        """The collection, named as in the path or as in the answer; raises KeyError."""
        endpoint = endpoint_of(collection)
        if endpoint is None:
            raise KeyError(collection)
        return self._collections[endpoint.name]

    def upsert(self, collection: str, changes: Iterable[Mapping[str, Any]], *, touch: bool = True) -> list[Record]:
        """Merge each object, field by field, into the record with its id, or create it; the records as they are now.

        touch   whether UpdatedDateUTC moves to the clock's now, unless the changes are such as never move it
        """
        with self._lock:
            return [self._merge(self[collection], fields, touch=touch) for fields in changes]

    def touch(self, collection: str, record_id: str) -> Record:
        """Edit a record in nothing but its stamp: it moves to the end of the default order. Raises KeyError."""
        endpoint = self[collection].endpoint
        if self[collection].get(record_id) is None:
            raise KeyError(record_id)
        return self.upsert(collection, [{endpoint.id_field: record_id}])[0]

    def remove(self, collection: str, record_id: str) -> bool:
        """Take a record out for good; whether it was there."""
        with self._lock:
            held = self[collection]
            removed = held.remove(record_id)
            if removed:
                self.ledger.note(held.endpoint.name, record_id, None, self._clock.now())
            return removed

    def _merge(self, collection: Collection, fields: Mapping[str, Any], *, touch: bool) -> Record:
        endpoint, now = collection.endpoint, self._clock.now()
        old = collection.get(str(fields[endpoint.id_field])) if endpoint.id_field in fields else None
        changes = dict(fields) | ({endpoint.id_field: old[endpoint.id_field]} if old else {})
        moves = touch and not is_silent(endpoint, old or {}, changes)
        record = changed(endpoint, old or {}, changes, now=now, touch=moves, new_id=self._new_id)
        collection.put(record)
        record_id = str(record[endpoint.id_field])
        self.ledger.note(endpoint.name, record_id, record, now)
        if touch:
            self._tell(Edit(self.tenant_id, endpoint.name, record_id, record, created=old is None))
        return record

    def _filled(self, endpoint: Endpoint, records: Iterable[Mapping[str, Any]]) -> Collection:
        now = self._clock.now()
        return Collection(endpoint, (completed(endpoint, each, now=now, new_id=self._new_id) for each in records))

    def _new_id(self) -> UUID:
        return next(self._ids)


def _resolved(books: Books) -> Iterator[tuple[Endpoint, Iterable[Mapping[str, Any]]]]:
    for name, records in books.collections.items():
        if name in LEDGER_KEYS:
            continue
        endpoint = endpoint_of(name)
        if endpoint is None:
            raise ValueError(f"{name!r} is no collection of the Accounting API; known: {_known()}")
        yield endpoint, records


def _known() -> str:
    return ", ".join(endpoint.key for endpoint in ENDPOINTS)
