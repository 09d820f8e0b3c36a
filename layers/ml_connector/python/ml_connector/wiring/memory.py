"""What lies in the table about each document."""

from ml_connector.stores.records import RecordStore
from ml_connector.wiring import aws


def records() -> RecordStore:
    """What is remembered of each document."""
    return RecordStore(aws.table())
