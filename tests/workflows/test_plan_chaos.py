"""The functions of the plan flow die at every one of their first calls, by turns: each time there is one journal."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count, product

import pytest
from werkzeug.wrappers import Request

from tests.workflows import plans
from tests.workflows.rig import Rig
from tests.workflows.tap import Taps

VICTIMS = (
    "prepare_plan", "start_export", "poll_export", "fetch_export", "plan_journals", "post_journal", "commit_plan",
)  # fmt: skip
CALLS = 4
_AMOUNTS = count(1)


@dataclass
class Nth:
    """The nth call of a function to its AWS."""

    nth: int
    after: bool
    seen: "Iterator[int]" = field(default_factory=lambda: count(1))

    def is_now(self, _: Request) -> bool:
        """Whether it is this one."""
        return next(self.seen) == self.nth


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize(("victim", "nth"), list(product(VICTIMS, range(1, CALLS + 1))))
def test_a_death_at_any_call_leaves_one_journal(loaded: Rig, taps: Taps, victim: str, nth: int, seed: int) -> None:
    """Half of them right before the call, half right after; with a changed plan and with the same one."""
    amount = f"{10_000 + next(_AMOUNTS)}.{seed:02}"
    plans.type_in(loaded, [plans.row(loaded, "469", amount)])
    taps[victim].at(Nth(nth, after=bool(seed % 2)), lambda: loaded.workers.kill(victim))

    told = plans.run(loaded)
    taps[victim].calm()
    again = plans.run(loaded)

    assert told.succeeded, told.why
    assert again.ending.output["counts"]["unchanged"] == 1
    booked = [Decimal(str(line["LineAmount"])) for one in plans.journals(loaded) for line in one["JournalLines"]]
    figure = Decimal(amount)
    assert [one for one in booked if abs(one) == figure] == [figure, -figure, -figure, figure]
    assert len([one for one in plans.journals(loaded) if one["Date"] in _dates(loaded, figure)]) == 2


def _dates(rig: Rig, figure: Decimal) -> set[str]:
    """The days on which the figure stands: whatever else stands there would be a second journal."""
    return {
        str(one["Date"])
        for one in plans.journals(rig)
        if any(abs(Decimal(str(line["LineAmount"]))) == figure for line in one["JournalLines"])
    }
