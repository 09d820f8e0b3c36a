"""What a refusal of Anaplan's Integration API means for us: one error per status, with proof and next step.

Source: Anaplan, "Model busy behavior and retry strategy" and "Troubleshooting API usage".
"""

from ml_connector.answer import Answer
from ml_connector.errors import ConnectorError, ContractBroken, ModelBusy, RateLimited, SettingsWrong, VendorDown

_UNSAID_PAUSE = 10.0
"""Seconds to wait after a 429 without Retry-After, as Anaplan asks."""

_SHOWN = 200


class NotVisible(ContractBroken):
    """It does not exist, or this user may not see it: Anaplan answers both in the same way."""


class BadRequest(ContractBroken):
    """A value in the request does not fit what Anaplan has."""


def refusal(answer: Answer) -> ConnectorError:
    """The error to raise for an answer whose status is not 2xx."""
    status = answer.status
    if status == 429:  # noqa: PLR2004 - statuses are best known by their numbers
        return RateLimited(
            f"{_proof(answer)}: the tenant's 600 calls a minute, shared by all its clients, are used up; wait",
            pause_asked(answer),
        )
    if status in _MEANINGS:
        kind, meaning = _MEANINGS[status]
        return kind(f"{_proof(answer)}: {meaning}")
    if 300 <= status < 400:  # noqa: PLR2004
        return SettingsWrong(f"{_proof(answer)}: it points elsewhere; correct the region's address in settings")
    if status >= 500:  # noqa: PLR2004
        return VendorDown(f"{_proof(answer)}: Anaplan failed; trying again later can succeed")
    return ContractBroken(f"{_proof(answer)}: the request was refused; show this to Anaplan's support")


_MEANINGS: dict[int, tuple[type[ConnectorError], str]] = {
    400: (BadRequest, "a value in the request was refused; compare the settings of this load with the model"),
    403: (NotVisible, "the user of this connection lacks the right; grant it to its model role in Anaplan"),
    404: (NotVisible, "it is missing, or the user of this connection may not see it; check the id and the user's role"),
    405: (ContractBroken, "this is not offered; check the base address in settings"),
    409: (ModelBusy, "the model or the object is in use; try again when its current job is done"),
    410: (VendorDown, "Anaplan moved the resource; trying again reaches it at its new place"),
    413: (ContractBroken, "the body is too large; lower anaplan.chunk_bytes in settings"),
    422: (SettingsWrong, "the model is archived; have it unarchived or name another one"),
    423: (ModelBusy, "the model is locked; it takes data again when an administrator unlocks it"),
    424: (VendorDown, "the model is offline for maintenance; try again later"),
    425: (SettingsWrong, "the model is deployed and refuses changes of structure; name a model that takes them"),
}


def _proof(answer: Answer) -> str:
    said = _said(answer)
    return f"Anaplan answered {answer.status} to {answer.asked}" + (f" ('{said}')" if said else "")


def _said(answer: Answer) -> str:
    """The sentence in ``status.message``, if there is one."""
    try:
        message = str(answer.json()["status"]["message"])
    except (ContractBroken, KeyError, TypeError):
        return ""
    return message if len(message) <= _SHOWN else message[:_SHOWN] + "…"


def pause_asked(answer: Answer) -> float:
    """Seconds to stay away after a 429."""
    said = answer.retry_after()
    return _UNSAID_PAUSE if said is None else said
