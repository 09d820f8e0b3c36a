"""What Xero says about its rate limits: how much is left, and how long to wait.

Source: Xero, OAuth 2.0 API limits.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ml_connector.answer import Answer
from ml_connector.errors import RateLimited

_UNTOLD = {"minute": 60.0, "appminute": 60.0, "app-minute": 60.0, "day": 3600.0}
_OTHER = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
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
    problem = answer.headers.get("X-Rate-Limit-Problem", "").strip().lower()
    told = answer.retry_after()
    if told is None:
        told = jitter() if problem == "concurrent" else _UNTOLD.get(problem, _OTHER)
    return RateLimited(
        f"{answer.asked}: Xero's limit '{problem or 'unnamed'}' is reached for tenant {tenant_id}; "
        f"asking goes on in {told:.0f} s",
        told,
    )


def _whole(text: str | None) -> int | None:
    return int(text) if text is not None and text.strip().isdigit() else None
