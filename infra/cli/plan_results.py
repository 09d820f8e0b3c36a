"""What the header of a plan's run says of its journals. Pure."""

from collections.abc import Iterable

from ml_connector.stores.run_items import DatasetResult

_AS_PLANNED = ("posted", "replaced", "withdrawn", "unchanged")
_NOT = ("refused", "stopped")


def settled(results: Iterable[DatasetResult]) -> tuple[int, int]:
    """How many journals Xero holds as planned, and how many there were to be."""
    counts = [one.counts for one in results]
    done = sum(one.get(word, 0) for one in counts for word in _AS_PLANNED)
    return done, done + sum(one.get(word, 0) for one in counts for word in _NOT)
