"""What lies in the table about runs: who holds a model, how far they are, which organisation is meant."""

from ml_connector.stores.approvals import ApprovalStore
from ml_connector.stores.cursors import CursorStore
from ml_connector.stores.locks import LockStore
from ml_connector.stores.pins import PinStore
from ml_connector.stores.runs import RunStore
from ml_connector.wiring import aws


def locks() -> LockStore:
    """Who holds which model."""
    return LockStore(aws.table(), aws.now)


def runs() -> RunStore:
    """What is remembered of each run."""
    return RunStore(aws.table(), aws.now)


def approvals() -> ApprovalStore:
    """What runs wait for a person to approve."""
    return ApprovalStore(aws.table(), aws.now)


def cursors() -> CursorStore:
    """Where each dataset stands."""
    return CursorStore(aws.table())


def pins() -> PinStore:
    """Which organisation was chosen for each entity."""
    return PinStore(aws.table())
