"""What the refusals of Xero's identity host mean.

Source: Xero, OAuth 2.0 troubleshooting; RFC 6749, 5.2.
"""

from collections.abc import Sequence
from http import HTTPStatus

from ml_connector.answer import Answer
from ml_connector.errors import (
    BadCredentials,
    ConnectorError,
    ContractBroken,
    RateLimited,
    SettingsWrong,
    VendorDown,
)

PAUSE = 60.0
"""Seconds to wait when the identity host is throttled and names no time."""

_RECONNECT = (
    "refused the refresh token: it was not used for 60 days, another program has used it, or the consent was revoked; "
    "connect again with `ml-connector connect`"
)
_UNKNOWN_CLIENT = (
    "does not know this client id with this client secret; copy both from developer.xero.com, My Apps, into the secret"
)
_WRONG_KIND = (
    "does not allow this app to ask this way, settings say kind: {kind}; use web_app for an app that people consent to "
    "and custom for a custom connection"
)
_WRONG_SCOPE = (
    "does not grant this app the scopes asked for: {scopes}; add what is missing at developer.xero.com, My Apps, and "
    "connect again with `ml-connector connect`. Custom connections made since 29 April 2026 know granular scopes only"
)
_STOPS: dict[str, tuple[type[ConnectorError], str]] = {
    "invalid_grant": (BadCredentials, _RECONNECT),
    "invalid_client": (BadCredentials, _UNKNOWN_CLIENT),
    "unauthorized_client": (SettingsWrong, _WRONG_KIND),
    "unsupported_grant_type": (SettingsWrong, _WRONG_KIND),
    "invalid_scope": (SettingsWrong, _WRONG_SCOPE),
}


def error_of(answer: Answer) -> str:
    """Xero's word for what is wrong, or nothing when there is none to be read."""
    try:
        found = answer.json()
    except ContractBroken:
        return ""
    error = found.get("error") if isinstance(found, dict) else None
    return error if isinstance(error, str) else ""


def refused(answer: Answer, client_id: str, kind: str, scopes: Sequence[str]) -> ConnectorError:
    """The error to raise for an answer other than 200; tokens stay untouched."""
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        pause = answer.retry_after()
        return RateLimited(f"{answer.asked}: Xero's identity host is throttled", PAUSE if pause is None else pause)
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return VendorDown(
            f"{answer.asked}: Xero's identity host answered {answer.status}; trying again later can succeed"
        )
    word = error_of(answer)
    if word in _STOPS:
        stop, meaning = _STOPS[word]
        message = (
            f"Xero {meaning.format(kind=kind, scopes=' '.join(scopes))} (client {client_id}, {answer.status} {word})"
        )
        return BadCredentials(message, spent=True) if word == "invalid_grant" else stop(message)
    return ContractBroken(
        f"{answer.asked}: Xero's identity host answered {answer.status} {word or 'without a known error'} "
        f"({len(answer.body)} bytes); look at xero_identity in settings"
    )
