"""Where webhooks go, and what an operator lets go wrong with them."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

KEY = "simulated-webhook-key-simulated-webhook-key-simulated-webhook-key-simulated-0001"

Standing = Literal["off", "intent to receive required", "ok", "disabled"]
"""As the developer's portal shows it; off: nobody gave a URL."""


class Sending(BaseModel):
    """One webhook of the app.

    batch       events in one delivery at most
    duplicates  share of deliveries that come twice
    disorder    deliveries that wait are sent in any order
    forged      share of deliveries that somebody else sends as well, with a wrong signature
    lose        so many of the next deliveries are counted and never sent
    """

    model_config = ConfigDict(validate_assignment=True, extra="forbid")

    url: str | None = None
    key: str = KEY
    batch: int = Field(default=50, ge=1)
    duplicates: float = Field(default=0.0, ge=0, le=1)
    disorder: bool = False
    forged: float = Field(default=0.0, ge=0, le=1)
    lose: int = Field(default=0, ge=0)
