"""The address that a consent page sends a browser to: whether it answers our question, and what it says.

Knows RFC 6749, 4.1.2 and no vendor.
"""

import secrets
from urllib.parse import parse_qs, urlsplit

from ml_connector.errors import BadCredentials


def random_text() -> str:
    """What nobody can guess, as a state or as a PKCE verifier (which must have 43 to 128 characters)."""
    return secrets.token_urlsafe(48)


def told(address: str, state: str, again: str) -> dict[str, str]:
    """The query of the address: ``code`` or ``error`` and what comes with them.

    again    how to start over, for the message
    raises   BadCredentials when it is no answer, or the answer to another question
    """
    query = {name: values[0] for name, values in parse_qs(urlsplit(address.strip()).query).items()}
    if "state" not in query or not secrets.compare_digest(query["state"].encode(), state.encode()):
        raise BadCredentials(
            "The answer from the browser does not belong to this question (its state differs), so it may come from "
            f"somebody else: {again} and answer the page that opens then"
        )
    if query.get("error") == "access_denied":
        raise BadCredentials(f"The person at the browser did not allow access (access_denied): {again} and allow it")
    if not query.keys() & {"code", "error"}:
        raise BadCredentials(f"The answer from the browser has neither a code nor an error: {again}")
    return query
