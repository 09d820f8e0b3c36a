"""What both vendors' clients share: one HTTP session, and tokens that all functions share."""

from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import TypeVar

import boto3
import requests

from ml_connector.http import Http
from ml_connector.stores.leases import LeaseStore
from ml_connector.stores.secrets import SecretVault
from ml_connector.tokens import Credentials, SharedToken
from ml_connector.wiring import aws

C = TypeVar("C", bound=Credentials)


@cache
def http() -> Http:
    """One session of kept-alive connections for the life of the function."""
    return Http(requests.Session(), read_timeout=aws.settings().silence_seconds)


@cache
def identity_http() -> Http:
    """The same for renewing tokens: it is done under a lease, so it must not wait long."""
    return Http(requests.Session(), connect_timeout=4.0, read_timeout=8.0)


def shared_token(secret: str, kind: type[C], renew: Callable[[C], C], margin: timedelta) -> SharedToken[C]:
    """The token of one connection, kept in its secret and renewed by one function at a time."""
    client = boto3.client("secretsmanager", config=aws.CONFIG)
    vault = SecretVault(client, LeaseStore(aws.table(), aws.now), secret, kind)
    return SharedToken(vault, renew, aws.now, margin)
