"""Edits between the pages of a list, so that a reader's paging can be put to the test.

Source: Xero's default order is by UpdatedDateUTC: a record that is edited while somebody pages moves to the end, and
its neighbour slips over the page boundary.
"""

from collections import Counter
from threading import Lock

from infra.local.vendors.xero.accounting.listing import Listed


class Drift:
    """After each of the next n answers to a list, edits the oldest record that the list was about."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._armed: Counter[tuple[str, str]] = Counter()

    def arm(self, tenant_id: str, collection: str, times: int) -> None:
        """Edit after each of the next ``times`` list answers."""
        with self._lock:
            self._armed[tenant_id.casefold(), collection] = times

    def clear(self) -> None:
        """No more edits."""
        with self._lock:
            self._armed.clear()

    def __call__(self, listed: Listed) -> None:
        """Hear of a list answer."""
        if listed.selection and self._is_due(listed):
            collection = listed.tenant[listed.collection]
            oldest = min(listed.selection, key=collection.default_order)
            listed.tenant.touch(listed.collection, oldest[collection.endpoint.id_field])

    def _is_due(self, listed: Listed) -> bool:
        key = listed.tenant.tenant_id.casefold(), listed.collection
        with self._lock:
            due = self._armed[key] > 0
            self._armed[key] -= due
            return due
