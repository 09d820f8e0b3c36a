"""Anaplan clients, one per entry of ``anaplan.models``."""

from functools import cache

from ml_connector.anaplan import auth
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.tokens import SharedToken
from ml_connector.wiring import aws, limits, vendors


@cache
def client(model: str) -> AnaplanClient:
    """Anaplan as the connection of one configured model sees it."""
    settings = aws.settings()
    token = _token(settings.anaplan.models[model].connection)
    return AnaplanClient(vendors.http(), settings.endpoints.anaplan_api, token, limits.throttle())


@cache
def _token(connection: str) -> SharedToken[auth.AnaplanCredentials]:
    settings = aws.settings()
    renew = auth.renew(vendors.http(), settings.endpoints.anaplan_auth, aws.now)
    return vendors.shared_token(
        settings.anaplan.connections[connection].secret, auth.AnaplanCredentials, renew, auth.MARGIN
    )
