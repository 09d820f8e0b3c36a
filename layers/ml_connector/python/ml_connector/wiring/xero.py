"""Xero clients, one per entity."""

from datetime import timedelta
from functools import cache

from ml_connector.limits.gate import Gate
from ml_connector.tokens import SharedToken
from ml_connector.wiring import aws, vendors
from ml_connector.xero import auth
from ml_connector.xero.client import XeroClient
from ml_connector.xero.scopes import needed

MARGIN = timedelta(minutes=5)
"""Of the 30 minutes that an access token lives."""


def client(entity: str, gate: Gate | None = None) -> XeroClient:
    """Xero as one entity sees it, through a gate that guards its limits."""
    settings = aws.settings()
    chosen = settings.entities[entity]
    return XeroClient(
        vendors.http(), settings.endpoints.xero_api, token(chosen.connection), chosen.tenant_id, gate=gate
    )


@cache
def token(connection: str) -> SharedToken[auth.XeroCredentials]:
    """The token of one entry of ``xero.connections``."""
    settings = aws.settings()
    chosen = settings.xero.connections[connection]
    renew = auth.renew(
        vendors.identity_http(),
        settings.endpoints.xero_identity,
        chosen.kind,
        aws.now,
        needed(settings.read_at_xero, (plan.mode for plan in settings.plans.values())),
    )
    return vendors.shared_token(chosen.secret, auth.XeroCredentials, renew, MARGIN)
