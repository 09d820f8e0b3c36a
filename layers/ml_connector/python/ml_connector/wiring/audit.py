"""Where it is kept what happened to every record."""

from ml_connector.stores.audit import AuditStore
from ml_connector.wiring import aws


def audit() -> AuditStore:
    """Entries in the bucket, their heads in the table."""
    return AuditStore(aws.objects(), aws.table())
