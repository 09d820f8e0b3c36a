"""Plans whose runs are hit: one that is posted into Xero, and one that is kept for reference."""

import json
import time
from collections import Counter
from contextlib import suppress
from decimal import Decimal
from typing import Any
from uuid import uuid4

from botocore.exceptions import ClientError
from ml_connector.stores.ledger import LedgerStore

from infra.cli.archive import table_of
from infra.cli.journals import Journals
from infra.cli.trouble import Misuse
from infra.local.home import Run
from infra.local.vendors.common.faults import Fault
from tests.workflows import plans
from tests.workflows.rig import SECONDS, Rig
from tests.workflows.run import Told
from tests.workflows.tap import Taps
from tests.workflows.victims import Victim

BUDGET = "Budget 2026/27"
_KIND = "chaos"
_SOMEBODY = "arn:aws:iam::000000000000:user/somebody-else"


class Planner(Victim):
    """A plan that is posted, with a second approval, and changes each time: what was posted has to go."""

    flow = "plan"
    plan = _KIND
    period = "Dec 26"

    def __init__(self, rig: Rig, taps: Taps) -> None:
        super().__init__(rig, taps)
        self._ledger = LedgerStore(table_of(rig.home))
        self._amount = Decimal("1000.01")
        self._exports = self._posted = 0

    def edit(self) -> None:
        """Another amount."""
        self._amount += 1
        plans.type_in(self.rig, [plans.row(self.rig, "469", str(self._amount), self.period)])
        self._exports = self._exported()

    def start(self) -> Run:
        """A run of the plan, started by somebody else."""
        return plans.start(self.rig, self.plan, f"plan-{uuid4().hex[:8]}", started_by=_SOMEBODY)

    def stumble(self) -> None:
        """The first export is refused."""
        self.rig.anaplan.faults.add(Fault(method="POST", path=r"/exports/\d+/tasks$", status=422))

    def follow(self, run: Run) -> Told:
        """The run, approved as often as it asks, once it is over."""
        journals, end = Journals(self.rig.home), time.monotonic() + SECONDS
        while run.status() == "RUNNING" and time.monotonic() < end:
            with suppress(Misuse, ClientError):  # it does not ask yet, or any more
                journals.approve(run.name, journals.waiting(run.name).hash)
            time.sleep(0.1)
        return self.rig.finish(run)

    def is_right(self) -> None:
        """Xero holds one pair of posted journals with the amount, and the ledger says of both what is true."""
        found = plans.journals(self.rig, kind=_KIND)
        booked = [(one["Status"], str(one["JournalLines"][0]["AccountCode"]), _amounts(one)) for one in found]
        assert booked == [
            ("POSTED", "469", [self._amount, -self._amount]),
            ("POSTED", "469", [-self._amount, self._amount]),
        ]
        ((_, entry),) = [one for one in self._ledger.of("UK") if one[0].kind == _KIND]
        assert entry.claim is None
        assert not entry.failed
        assert [(one.state, one.checked) for one in entry.documents] == [("CONFIRMED", True)] * 2
        assert {one.id for one in entry.documents} == {one["ManualJournalID"] for one in found}
        assert {one.state for one in entry.old} <= {"WITHDRAWN"}

    def is_done_once(self) -> None:
        """One export was made, and no journal ever came to Xero twice."""
        everything = [one for one in self.rig.books("UK")["ManualJournals"].records() if _ours(one)]
        assert max(Counter(str(one["Url"]).partition("journal=")[2] for one in everything).values()) == 1
        assert self._exported() == self._exports + 1

    def _exported(self) -> int:
        return self.rig.tasks(self.rig.settings.plans[self.plan].export, "exports")


class Keeper(Planner):
    """A plan that is kept for reference, and compared with the trial balance: nothing is posted."""

    plan = "kept"
    period = "Oct 26"

    def edit(self) -> None:
        """Another amount."""
        super().edit()
        self._posted = len(self.rig.books("UK")["ManualJournals"].records())

    def is_right(self) -> None:
        """Xero is as it was."""
        assert len(self.rig.books("UK")["ManualJournals"].records()) == self._posted

    def is_done_once(self) -> None:
        """One export was made."""
        assert self._exported() == self._exports + 1

    def leaves_nothing(self, told: Told) -> None:
        """And the comparison is kept, with what was planned."""
        super().leaves_nothing(told)
        *_, key = [key for key in self.rig.kept.keys(f"runs/{told.run}/plan/") if key.endswith("-comparison.json")]
        rows = json.loads(self.rig.kept.content(key))["rows"]
        assert [Decimal(row["planned"]) for row in rows if row["code"] == "469" and row["planned"]] == [self._amount]


class Budgeter(Keeper):
    """A plan that becomes a file for Xero's Budget Manager: nothing is posted."""

    plan = "budgeted"
    period = "Dec 26"

    def __init__(self, rig: Rig, taps: Taps) -> None:
        super().__init__(rig, taps)
        plans.begin_budget(rig, BUDGET)

    def leaves_nothing(self, told: Told) -> None:
        """And the file has what was planned."""
        Planner.leaves_nothing(self, told)
        *_, key = [key for key in self.rig.kept.keys(f"runs/{told.run}/plan/") if key.endswith(".csv")]
        cells = [line.split(",") for line in self.rig.kept.content(key).splitlines() if "469" in line]
        assert [Decimal(cell) for line in cells for cell in line[1:] if cell and Decimal(cell)] == [self._amount]


def _ours(journal: Any) -> bool:
    return f"({_KIND})" in str(journal["Narration"])


def _amounts(journal: Any) -> list[Decimal]:
    return [Decimal(str(line["LineAmount"])) for line in journal["JournalLines"]]
