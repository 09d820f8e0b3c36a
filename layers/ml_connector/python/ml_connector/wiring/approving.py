"""What waits for a person."""

from ml_connector.stores.approvals import ApprovalStore
from ml_connector.wiring import aws


def approvals() -> ApprovalStore:
    """What runs wait for a person to approve."""
    return ApprovalStore(aws.table(), aws.now)
