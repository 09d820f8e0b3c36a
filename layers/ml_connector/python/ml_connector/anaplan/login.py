"""How the token of one configured connection is renewed, by the kind of its login."""

from collections.abc import Callable
from datetime import datetime

from ml_connector.anaplan import auth
from ml_connector.anaplan.auth import AnaplanCredentials
from ml_connector.anaplan.oauth import OAuth
from ml_connector.hosts import Endpoints
from ml_connector.http import Http
from ml_connector.settings import AnaplanConnection


def renewal(
    http: Http, chosen: AnaplanConnection, endpoints: Endpoints, clock: Callable[[], datetime]
) -> Callable[[AnaplanCredentials], AnaplanCredentials]:
    """What turns credentials into credentials with a fresh token."""
    if chosen.kind in ("oauth", "device"):
        return OAuth(http, endpoints.anaplan_oauth, clock).renew
    if chosen.kind == "basic":
        return auth.renew(http, endpoints.anaplan_auth, clock)
    # Only here: a login with a certificate is rare, and its library slow to import.
    from ml_connector.anaplan.certificate import by_certificate  # noqa: PLC0415

    log_in = by_certificate(chosen.certificate_format, chosen.timestamp_unit, clock)
    return auth.renew(http, endpoints.anaplan_auth, clock, log_in)
