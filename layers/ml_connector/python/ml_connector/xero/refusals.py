"""What the refusals of Xero's API mean, decided from one answer alone.

A 429 is told by ``limits``, a 403 needs a second question and is decided by the client.
Source: Xero, HTTP response codes and errors.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from ml_connector.answer import Answer
from ml_connector.errors import BadCredentials, ConnectorError, ContractBroken, Rejected, SettingsWrong, VendorDown

_OUTAGES: dict[str, tuple[str, float | None]] = {
    "offline for maintenance": ("Xero is in maintenance", 300.0),
    "temporarily unavailable": ("Xero is temporarily unavailable", None),
    "organisation is offline": ("this organisation is offline at Xero", 300.0),
}
"""By a phrase of the answer: what it means, and the seconds before asking again makes sense."""

_DOWN = {408, 500, 502, 503, 504}
_REMEDIES = {
    "HighVolumeException": "the question covers too many documents; ask for fewer at once",
    "QueryParseException": "Xero did not understand the filter",
}


class TooBroad(ContractBroken):
    """The question covers more documents than Xero reads for one answer."""


def lacks_scope(answer: Answer) -> bool:
    """Whether a 401 says that the token is good but not for this; no new token would help.

    Xero has been seen to misspell the word as insufficent_scope.
    """
    challenge = answer.headers.get("WWW-Authenticate", "").lower()
    return (
        "insufficient_scope" in challenge
        or "insufficent_scope" in challenge
        or _detail(answer).startswith("AuthorizationUnsuccessful")
    )


def refusal(answer: Answer, tenant_id: str) -> ConnectorError:
    """The error to raise for an answer that is neither 200, 304, 403 nor 429."""
    where = f"{answer.asked} for tenant {tenant_id}{_reference(answer)}"
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return _unauthorized(answer, where)
    if answer.status in _DOWN:
        meaning, seconds = _outage(answer)
        told = answer.retry_after()
        pause = seconds if told is None else told
        return VendorDown(f"{where}: {meaning} (status {answer.status}); trying again later can succeed", pause)
    kind, number = _shape_b(answer)
    remedy = _REMEDIES.get(kind, "look at the endpoints in settings and at Xero's changelog")
    broken = TooBroad if kind == "HighVolumeException" else ContractBroken
    return broken(f"{where}: Xero answered {answer.status}{number}{f' {kind}' if kind else ''}; {remedy}")


def rejection(answer: Answer) -> Rejected | None:
    """The error for what Xero does not take of a body, in its own words; None if it refuses something else."""
    found = _object(answer)
    if found.get("Type") != "ValidationException":
        return None
    elements = found.get("Elements")
    words = (
        [word for element in elements if isinstance(element, dict) for word in messages(element)]
        if isinstance(elements, list)
        else []
    )
    return Rejected(f"{answer.asked}: Xero refuses it: {'; '.join(words) or 'without a reason'}")


def messages(element: Mapping[str, Any], *kinds: str) -> list[str]:
    """What Xero says of one element of a body: its errors, or those and its warnings."""
    found = [one for kind in kinds or ("ValidationErrors",) for one in element.get(kind) or ()]
    return [str(one.get("Message", "")) for one in found if isinstance(one, dict)]


def _unauthorized(answer: Answer, where: str) -> ConnectorError:
    if lacks_scope(answer):
        return SettingsWrong(
            f"{where}: the app may not read this (401 insufficient scope); add the scope at developer.xero.com, "
            "My Apps, and connect again with `ml-connector connect`"
        )
    word = _detail(answer).partition(":")[0]
    reason = word if word.isidentifier() else "no known reason"  # anything else may repeat what was sent
    return BadCredentials(
        f"{where}: Xero refused a token that was just renewed (401 {reason}); connect again with `ml-connector connect`"
    )


def _outage(answer: Answer) -> tuple[str, float | None]:
    text = answer.body[:2000].decode("utf-8", "replace").lower()
    return next((known for phrase, known in _OUTAGES.items() if phrase in text), ("Xero failed", None))


def _shape_b(answer: Answer) -> tuple[str, str]:
    found = _object(answer)
    kind, number = found.get("Type"), found.get("ErrorNumber")
    return (
        kind if isinstance(kind, str) and kind.isidentifier() else "",
        f" ErrorNumber {number}" if isinstance(number, int) else "",
    )


def _detail(answer: Answer) -> str:
    detail = _object(answer).get("Detail")
    return detail if isinstance(detail, str) else ""


def _object(answer: Answer) -> dict[str, object]:
    try:
        found = answer.json()
    except ContractBroken:
        return {}
    return found if isinstance(found, dict) else {}


def _reference(answer: Answer) -> str:
    correlation = answer.headers.get("Xero-Correlation-Id")
    return f" (Xero-Correlation-Id {correlation})" if correlation else ""
