"""Authorization codes: each good for one exchange within five minutes, by whoever knows its verifier.

Source: Xero, OAuth 2.0, The standard authorization code flow; RFC 7636 (PKCE).
"""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import count
from secrets import compare_digest
from threading import Lock
from uuid import UUID

from infra.local.vendors.common.clock import Clock

LIFE = timedelta(minutes=5)


@dataclass(frozen=True)
class Code:
    """What a code was given out for; ``challenge`` is None without PKCE."""

    consent: UUID
    redirect_uri: str
    challenge: str | None
    issued: datetime

    def proven_by(self, verifier: str | None) -> bool:
        """Whether the verifier is the one whose hash was shown; without PKCE there must be none."""
        if self.challenge is None or verifier is None:
            return self.challenge is None and verifier is None
        digest = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=")
        return compare_digest(digest, self.challenge.encode())


class Codes:
    """Every code that was given out and not used; safe to use from many threads."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = Lock()
        self._numbers = count(1)
        self._codes: dict[str, Code] = {}

    def issue(self, consent: UUID, redirect_uri: str, challenge: str | None) -> str:
        """A new code."""
        with self._lock:
            code = f"simulated-code-{next(self._numbers):07d}"
            self._codes[code] = Code(consent, redirect_uri, challenge, self._clock.now())
            return code

    def take(self, code: str) -> Code | None:
        """What the code stands for, once; None if it is unknown, used or too old."""
        with self._lock:
            found = self._codes.pop(code, None)
        return found if found and self._clock.now() < found.issued + LIFE else None
