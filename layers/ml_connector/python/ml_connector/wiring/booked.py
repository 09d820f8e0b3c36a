"""What lies in the bucket beyond runs: what the documents of each entity post."""

from ml_connector.stores.books import BookStore
from ml_connector.stores.journals import JournalStore
from ml_connector.wiring import aws


def books() -> BookStore:
    """What the documents of each entity post."""
    return BookStore(aws.objects())


def journals() -> JournalStore:
    """The journals of each entity, as far as they were read."""
    return JournalStore(aws.objects())
