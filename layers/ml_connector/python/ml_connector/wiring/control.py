"""Who holds which model, and where each dataset stands."""

from ml_connector.stores.cursors import CursorStore
from ml_connector.stores.locks import LockStore
from ml_connector.wiring import aws


def locks() -> LockStore:
    """Who holds which model."""
    return LockStore(aws.table(), aws.now)


def cursors() -> CursorStore:
    """Where each dataset stands."""
    return CursorStore(aws.table())
