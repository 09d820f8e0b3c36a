"""The registered app: what a developer would find in Xero's portal. Made up, and the same at every start."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from infra.local.vendors.xero.settings import SCOPES

CLIENT_ID = "51D0FACE000000000000000000C0FFEE"
CLIENT_SECRET = "simulated-secret-simulated-secret-simulated-0001"  # noqa: S105 - made up


@dataclass
class App:
    """One app, which may use the browser flow and a Custom Connection alike; ``scopes`` is what it was granted."""

    client_id: str = CLIENT_ID
    client_secret: str = CLIENT_SECRET
    scopes: Sequence[str] = field(default_factory=lambda: tuple(SCOPES))
