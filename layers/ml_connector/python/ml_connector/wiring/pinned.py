"""Which organisation is meant by each entity."""

from ml_connector.stores.pins import PinStore
from ml_connector.wiring import aws


def pins() -> PinStore:
    """Which organisation was chosen for each entity."""
    return PinStore(aws.table())
