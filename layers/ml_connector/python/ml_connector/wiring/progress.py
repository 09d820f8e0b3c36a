"""How far runs are."""

from ml_connector.stores.runs import RunStore
from ml_connector.wiring import aws


def runs() -> RunStore:
    """What is remembered of each run."""
    return RunStore(aws.table(), aws.now)
