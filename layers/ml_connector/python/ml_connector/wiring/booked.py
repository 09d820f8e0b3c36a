"""What lies in the bucket beyond runs: what the documents of each entity post."""

from ml_connector.stores.books import BookStore
from ml_connector.wiring import aws


def books() -> BookStore:
    """What the documents of each entity post."""
    return BookStore(aws.objects())
