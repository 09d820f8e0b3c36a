"""What stands in front of every call: leave to send it, and an ear for what the answer says of the limits."""

from typing import Protocol

from msgspec import Struct

from ml_connector.limits.state import Reason


class News(Struct, frozen=True):
    """What one answer says.

    minute, day       calls left of this tenant; None where the answer does not say
    refused           why the call was refused, if it was
    retry_after       seconds to stay away after a refusal; None when it was none
    """

    minute: int | None = None
    day: int | None = None
    refused: Reason | None = None
    retry_after: float | None = None


class Gate(Protocol):
    """Asked before every call, told after it."""

    def enter(self) -> None:
        """Return when one call may be sent; raises RateLimited when that takes longer than a few seconds."""

    def told(self, news: News) -> None:
        """Hear what the answer to the last call says."""


class OpenGate:
    """Lets everybody through: for questions that no limit counts, and where there is one caller only."""

    def enter(self) -> None:
        """At once."""

    def told(self, news: News) -> None:
        """Nobody needs to know."""
