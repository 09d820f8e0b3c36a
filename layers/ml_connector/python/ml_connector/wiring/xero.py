"""Xero clients, one per entity."""

from datetime import timedelta
from functools import cache

from ml_connector.limits.gate import Gate
from ml_connector.tokens import SharedToken
from ml_connector.wiring import aws, vendors
from ml_connector.xero import auth
from ml_connector.xero.client import XeroClient

MARGIN = timedelta(minutes=5)
"""Of the 30 minutes that an access token lives."""


def client(entity: str, gate: Gate | None = None) -> XeroClient:
    """Xero as one entity sees it, through a gate that guards its limits."""
    settings = aws.settings()
    chosen = settings.entities[entity]
    token = _token(chosen.connection)
    return XeroClient(vendors.http(), settings.endpoints.xero_api, token, chosen.tenant_id, gate=gate)


@cache
def _token(connection: str) -> SharedToken[auth.XeroCredentials]:
    settings = aws.settings()
    chosen = settings.xero.connections[connection]
    renew = auth.renew(vendors.http(), settings.endpoints.xero_identity, chosen.kind)
    return vendors.shared_token(chosen.secret, auth.XeroCredentials, renew, MARGIN)
