"""Whether Xero may tell us of changes, and what we make of it."""

from pydantic import Field

from ml_connector.hosts import Part
from ml_connector.settings.words import SecretName


class Webhooks(Part):
    """Changes between two runs of the schedule.

    secrets          one per Xero app, with ``{"signing_keys": [...]}`` in it
    datasets         those that are brought up to date; None: all loads that Xero tells of
    window_seconds   how long changes are collected, from the first one, before a run takes them
    gap_seconds      how long a gap in Xero's count of events may last before everybody is asked by delta
    reserve          percent of a day's calls that webhooks leave to everything else
    """

    enabled: bool = True
    secrets: tuple[SecretName, ...] = Field(min_length=1, max_length=10)
    datasets: tuple[str, ...] | None = None
    window_seconds: int = Field(60, ge=1, le=900)
    gap_seconds: int = Field(240, ge=1, le=900)
    reserve: int = Field(20, ge=0, le=90)
