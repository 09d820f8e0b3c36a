"""What Xero says about its rate limits: how much is left, and how long to wait.

Who is let through is for ``ml_connector.limits`` to say.

Source: Xero, OAuth 2.0 API limits.
"""

import random
from collections.abc import Callable, Mapping

from msgspec import Struct

from ml_connector.answer import Answer
from ml_connector.errors import ConnectorError, RateLimited
from ml_connector.limits.gate import News
from ml_connector.limits.state import Reason

_UNTOLD = {"minute": 60.0, "appminute": 60.0, "app-minute": 60.0, "day": 3600.0}
_OTHER = 60.0
_REASONS: dict[str, Reason] = {"day": "day", "concurrent": "concurrent", "appminute": "appminute"}


class Limits(Struct, frozen=True):
    """Calls left as an answer tells them; None where it does not.

    day, minute    of this app and organisation
    app_minute     of this app over all organisations
    """

    day: int | None = None
    minute: int | None = None
    app_minute: int | None = None

    @classmethod
    def told_by(cls, headers: Mapping[str, str]) -> "Limits":
        """Read from the headers of any answer."""
        return cls(
            day=_whole(headers.get("X-DayLimit-Remaining")),
            minute=_whole(headers.get("X-MinLimit-Remaining")),
            app_minute=_whole(headers.get("X-AppMinLimit-Remaining")),
        )


def short_jitter() -> float:
    """Seconds to wait when too many calls were under way at once; Xero names no time for that."""
    return random.SystemRandom().uniform(0.25, 2.0)


def rate_limited(answer: Answer, tenant_id: str, jitter: Callable[[], float]) -> RateLimited:
    """The error for a 429. Its body is empty or no JSON, so only headers are read."""
    problem = _problem(answer)
    told = answer.retry_after()
    if told is None:
        told = jitter() if problem == "concurrent" else _UNTOLD.get(problem, _OTHER)
    return RateLimited(
        f"{answer.asked}: Xero's limit '{problem or 'unnamed'}' is reached for tenant {tenant_id}; "
        f"asking goes on in {told:.0f} s",
        told,
    )


def news(answer: Answer, refusal: ConnectorError | None) -> News:
    """What an answer says to whoever guards the limits.

    refusal   the error that was made of the answer
    """
    left = Limits.told_by(answer.headers)
    if isinstance(refusal, RateLimited):
        # A problem without a known name is treated as the most frequent one.
        reason = _REASONS.get(_problem(answer).replace("-", ""), "minute")
        return News(left.minute, left.day, reason, refusal.retry_after)
    # An outage is waited for by each pass itself, in the workflow.
    return News(left.minute, left.day)


def _problem(answer: Answer) -> str:
    return answer.headers.get("X-Rate-Limit-Problem", "").strip().lower()


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdigit() else None
