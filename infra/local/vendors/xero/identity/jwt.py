"""Access tokens in the form of Xero's: a JWT with its claims, and a signature that says it is none."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

_SIGNATURE = b"simulated: this is no signature"
_PERSON = "00000000-feed-4000-8000-00000000c0de"


def access_token(
    client_id: str, scopes: Sequence[str], consent: UUID | None, issued: datetime, expires: datetime, number: int
) -> str:
    """A token that nobody else has: ``number`` makes it so. Without consent there is nobody's name in it."""
    claims: dict[str, Any] = {
        "nbf": int(issued.timestamp()),
        "exp": int(expires.timestamp()),
        "iss": "https://identity.xero.com",
        "aud": "https://identity.xero.com/resources",
        "client_id": client_id,
        "jti": f"{number:032x}",
        "scope": list(scopes),
    }
    if consent:
        claims |= {"sub": _PERSON, "xero_userid": _PERSON, "auth_time": int(issued.timestamp())}
        claims |= {"global_session_id": f"{number:032x}", "authentication_event_id": str(consent)}
    head = {"alg": "RS256", "kid": "SIMULATED", "typ": "JWT"}
    return ".".join(_encoded(part) for part in (_json(head), _json(claims), _SIGNATURE))


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()
