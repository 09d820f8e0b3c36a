"""What an operator may change about the simulator while it runs."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

SCOPES = (
    "offline_access accounting.invoices.read accounting.payments.read accounting.banktransactions.read "
    "accounting.contacts.read accounting.settings.read accounting.budgets.read "
    "accounting.reports.trialbalance.read accounting.reports.profitandloss.read accounting.manualjournals.read "
    "accounting.manualjournals"
).split()


class Limits(BaseModel):
    """Xero's limits; ``day`` is 1,000 on the Starter tier. ``window`` is a point on which Xero's pages disagree.

    Source: Xero, OAuth 2.0, API rate limits.
    """

    model_config = ConfigDict(validate_assignment=True, extra="forbid")

    minute: int = Field(default=60, ge=1)
    day: int = Field(default=5_000, ge=1)
    concurrent: int = Field(default=5, ge=1)
    app_minute: int = Field(default=10_000, ge=1)
    window: Literal["fixed", "rolling"] = "fixed"


class Behaviour(BaseModel):
    """Where Xero's documentation leaves a choice, or clients have been surprised.

    advanced                whether the app is of the tier that may read journals; a scope is needed as well
    budget_window           what becomes of a request for more than 24 months
    high_volume             how many documents a list may be about before it is refused (HighVolumeException)
    journal_tracking        what becomes of known tracking on journal lines: kept, or dropped with or without a warning
    lock_day                whether a lock date itself is locked
    ordered_journals        whether manual journals are still paged when an order is asked for (once they were not)
    unknown_account         what becomes of a journal line without a known account: an error, or only a warning
    unknown_tracking        the same of a tracking option that is unknown or archived
    unrecognised_accounts   codes that writes do not know although they are in the chart
    """

    model_config = ConfigDict(validate_assignment=True, extra="forbid")

    advanced: bool = False

    budget_window: Literal["refuse", "cut"] = "refuse"
    high_volume: int = Field(default=100_000, ge=1)
    journal_tracking: Literal["kept", "warned", "dropped"] = "kept"
    lock_day: Literal["locked", "open"] = "locked"
    ordered_journals: Literal["paged", "unpaged"] = "paged"
    unknown_account: Literal["refuse", "drop"] = "refuse"
    unknown_tracking: Literal["drop", "refuse"] = "drop"
    unrecognised_accounts: tuple[str, ...] = ()
