"""Anaplan clients, one per entry of ``anaplan.models``."""

from functools import cache

from ml_connector.anaplan import auth, login
from ml_connector.anaplan.client import AnaplanClient
from ml_connector.limits.bucket import Bucket, Throttle
from ml_connector.stores.limits import LimitStore
from ml_connector.tokens import SharedToken
from ml_connector.wiring import aws, vendors


@cache
def client(model: str) -> AnaplanClient:
    """Anaplan as the connection of one configured model sees it."""
    settings = aws.settings()
    return AnaplanClient(
        vendors.http(),
        settings.endpoints.anaplan_api,
        token(settings.anaplan.models[model].connection),
        throttle(),
    )


@cache
def throttle() -> Throttle:
    """The limits of Anaplan; all connections are taken to be of one tenant, which is how it counts."""
    buckets = LimitStore(aws.table(), Bucket())
    return Throttle(buckets, "anaplan#tenant", aws.settings().anaplan.calls_a_minute)


@cache
def token(connection: str) -> SharedToken[auth.AnaplanCredentials]:
    """The token of one entry of ``anaplan.connections``."""
    settings = aws.settings()
    chosen, endpoints = settings.anaplan.connections[connection], settings.endpoints
    renew = login.renewal(vendors.identity_http(), chosen, endpoints, aws.now)
    return vendors.shared_token(chosen.secret, auth.AnaplanCredentials, renew, auth.MARGIN)
