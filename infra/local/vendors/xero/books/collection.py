"""The records of one collection of one organisation, in Xero's default order. Records are replaced, never changed."""

from collections.abc import Iterable
from threading import Lock

from infra.local.vendors.xero.endpoint import Endpoint
from infra.local.vendors.xero.wire import dates
from infra.local.vendors.xero.wire.exact import Record


def updated(record: Record) -> int:
    """When the record was last updated, milliseconds since 1970; 0 if it does not say."""
    return dates.milliseconds(record.get("UpdatedDateUTC")) or 0


class Collection:
    """Records by id (letter case does not matter); safe to use from many threads."""

    def __init__(self, endpoint: Endpoint, records: Iterable[Record] = ()) -> None:
        self.endpoint = endpoint
        self._lock = Lock()
        self._records = {self._key(record): record for record in records}
        self._ordered: tuple[Record, ...] | None = None

    def records(self) -> tuple[Record, ...]:
        """All records by UpdatedDateUTC, then by id. Source: Xero, Requests and responses, Ordering."""
        with self._lock:
            if self._ordered is None:
                self._ordered = tuple(sorted(self._records.values(), key=self.default_order))
            return self._ordered

    def default_order(self, record: Record) -> tuple[int, str]:
        """The sort key of the default order; collections without stamps keep the order they were given in."""
        return (updated(record), self._key(record)) if self.endpoint.stamped else (0, "")

    def get(self, record_id: str) -> Record | None:
        """The record with this id, or else with this number where the endpoint has numbers."""
        with self._lock:
            found = self._records.get(record_id.casefold())
        return found or next((each for each in self.records() if self._is_numbered(each, record_id)), None)

    def put(self, record: Record) -> None:
        """Add the record, or replace the one with its id."""
        with self._lock:
            self._records[self._key(record)] = record
            self._ordered = None

    def remove(self, record_id: str) -> bool:
        """Take the record out for good; whether it was there."""
        with self._lock:
            self._ordered = None
            return self._records.pop(record_id.casefold(), None) is not None

    def _key(self, record: Record) -> str:
        return str(record[self.endpoint.id_field]).casefold()

    def _is_numbered(self, record: Record, number: str) -> bool:
        field = self.endpoint.number
        return bool(field) and str(record.get(field, "")).casefold() == number.casefold()
