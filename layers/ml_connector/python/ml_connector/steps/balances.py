"""Trial balances of an organisation, each parked as it was first seen in an attempt of a run."""

import gzip
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from ml_connector.errors import RateLimited
from ml_connector.observability import Step
from ml_connector.wiring import aws, parked
from ml_connector.xero import trial_balance
from ml_connector.xero.client import XeroClient
from ml_connector.xero.trial_balance import TrialBalance

REPORT = "trial_balance"
"""What its pages are parked as."""

_SILENCES_OF_A_REPORT = 1.5
"""The longest silence of a vendor, and half as long to hand back."""


def asking_until(seconds_left: float) -> datetime:
    """The deadline of an invocation with so much time: in its last moments no report is asked for."""
    return aws.now() + timedelta(seconds=seconds_left - _SILENCES_OF_A_REPORT * aws.settings().silence_seconds)


class TrialBalances:
    """Asked for one after the other.

    deadline   after it no further one is asked for
    calls      how many were asked for
    """

    def __init__(self, step: Step, entity: str, client: XeroClient, deadline: datetime) -> None:
        self._step = step
        self._entity = entity
        self._client = client
        self._deadline = deadline
        self.calls = 0

    def of(self, days: Iterable[date]) -> dict[date, TrialBalance]:
        """The reports of these days; begun again, it goes on with those that are missing.

        raises   RateLimited when the deadline has passed, and what the client raises
        """
        raw, run, entity, sweep = parked.raw_pages(), self._step.run, self._entity, self._step.attempt + 1
        known = {raw.number(key): key for key in raw.pages(run, entity, REPORT) if f"/{sweep:02d}-" in key}
        found: dict[date, TrialBalance] = {}
        for day in days:
            number = int(f"{day:%Y%m%d}")
            if number in known:
                body = raw.read(known[number])
            elif aws.now() > self._deadline:
                raise RateLimited(f"{entity}: the time of this invocation is used up", 1)
            else:
                body = gzip.decompress(raw.park(run, entity, REPORT, sweep, number, self._ask(day)))
            found[day] = trial_balance.read(body, f"the trial balance of {entity} on {day}")
        return found

    def _ask(self, day: date) -> bytes:
        self.calls += 1
        return trial_balance.ask(self._client, day)
