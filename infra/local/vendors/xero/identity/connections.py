"""Which organisations are connected: the answer to GET /connections. Source: Xero, OAuth 2.0, Connections."""

from dataclasses import dataclass
from datetime import datetime
from itertools import count
from threading import Lock
from uuid import UUID, uuid5

_NAMESPACE = UUID("c0dec0de-0000-4000-8000-000000000002")


@dataclass(frozen=True)
class Connection:
    """An organisation that a consent has connected; its id is not the tenant's."""

    id: UUID
    consent: UUID
    tenant_id: str
    created: datetime


class Connections:
    """The connected organisations in the order in which they were connected; safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._numbers = count(1)
        self._connections: dict[str, Connection] = {}

    def connect(self, tenant_id: str, consent: UUID, now: datetime) -> None:
        """Connect an organisation, or connect it again."""
        with self._lock:
            connection_id = uuid5(_NAMESPACE, f"{tenant_id} {next(self._numbers)}")
            self._connections[tenant_id.casefold()] = Connection(connection_id, consent, tenant_id, now)

    def all(self) -> list[Connection]:
        """All that are connected."""
        with self._lock:
            return list(self._connections.values())

    def has(self, tenant_id: str) -> bool:
        """Whether the organisation is connected."""
        with self._lock:
            return tenant_id.casefold() in self._connections

    def disconnect(self, tenant_id: str) -> bool:
        """Cut an organisation off; whether it was connected."""
        with self._lock:
            return self._connections.pop(tenant_id.casefold(), None) is not None

    def clear(self) -> None:
        """Cut all of them off."""
        with self._lock:
            self._connections.clear()
