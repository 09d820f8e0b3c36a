"""How Xero is reached and what it allows."""

from typing import Literal

from pydantic import Field

from ml_connector.hosts import Part
from ml_connector.settings.words import SecretName


class XeroConnection(Part):
    """One consent (web_app) or one Custom Connection (custom), which may cover several entities."""

    kind: Literal["web_app", "custom"]
    secret: SecretName = Field(description="the name of the secret with client_id, client_secret and refresh_token")

    @property
    def idles(self) -> bool:
        """Whether it dies when nobody uses it: a refresh token does after 60 days."""
        return self.kind == "web_app"


class XeroLimits(Part):
    """What Xero allows per organisation, and in ``app_minute`` over all of them.

    tier      Xero's commercial tier, which decides on the calls of a day; ``day`` says so where it is another number
    reserve   percent of a day's calls that a backfill leaves to the runs of every day

    Source: Xero, OAuth 2.0 API limits; Pricing for developers.
    """

    tier: Literal["starter", "standard"] = "standard"
    day: int | None = Field(None, ge=1, description="calls a day, if the tier does not say")
    minute: int = Field(60, ge=1)
    concurrent: int = Field(5, ge=1)
    app_minute: int = Field(10_000, ge=1)
    reserve: int = Field(10, ge=0, le=90)

    @property
    def a_day(self) -> int:
        """Calls a day."""
        return self.day or {"starter": 1_000, "standard": 5_000}[self.tier]


class Xero(Part):
    """How Xero is asked.

    overlap_minutes   how far before the watermark the next delta begins; covers late writes on Xero's side
    page_size         1 to 1000
    calls_per_step    calls that one invocation may spend before it hands back to the workflow
    budget_years      how many years before and after this one are read of budgets; a call per budget and two years
    """

    connections: dict[str, XeroConnection] = Field(description="one entry per Xero consent", min_length=1)
    limits: XeroLimits = Field(default_factory=XeroLimits)
    overlap_minutes: int = Field(5, ge=0, le=1440)
    page_size: int = Field(1000, ge=1, le=1000)
    calls_per_step: int = Field(40, ge=1, le=1000)
    budget_years: int = Field(1, ge=0, le=10)
