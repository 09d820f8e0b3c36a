"""A pass over one dataset, finished or not, as it travels through the workflow."""

from ml_connector.plain import Instant
from ml_connector.sync.payload import Payload, Pull
from ml_connector.xero.paging import Position


class Pulled(Payload, frozen=True):
    """Where the pass of ``pull`` stands.

    wait_seconds   how long the workflow must wait before the next page may be asked
    down_since     when Xero was first found unable to serve this organisation, as long as it lasts
    """

    pull: Pull
    position: Position
    done: bool
    wait_seconds: int
    down_since: Instant | None = None
