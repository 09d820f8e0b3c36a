"""A pass over one dataset, finished or not, as it travels through the workflow."""

from ml_connector.sync.prepare import Payload, Pull
from ml_connector.xero.paging import Position


class Pulled(Payload):
    """Where the pass of ``pull`` stands.

    wait_seconds   how long the workflow must wait before the next page may be asked
    """

    pull: Pull
    position: Position
    done: bool
    wait_seconds: int
