"""A second pair of eyes: a run waits for a person who has seen the very lines and has not started it."""

import time

import pytest

from infra.cli.journals import Journals
from infra.cli.trouble import Misuse
from infra.local.home import Run
from tests.workflows import plans
from tests.workflows.rig import Rig

_SOMEBODY = "arn:aws:iam::000000000000:user/somebody-else"


def _asked(rig: Rig, run: Run) -> Journals:
    """Once the run waits."""
    journals, end = Journals(rig.home), time.monotonic() + 60
    while time.monotonic() < end:
        try:
            journals.waiting(run.name)
        except Misuse:
            time.sleep(0.1)
        else:
            return journals
    raise TimeoutError(f"Run {run.name} never asked")


def test_only_somebody_else_who_has_seen_the_lines_lets_them_through(loaded: Rig) -> None:
    """Not the wrong lines, not by whoever started the run; then exactly these, once."""
    plans.type_in(loaded, [plans.row(loaded, "469", "88.88")])
    me = loaded.home.client("sts").get_caller_identity()["Arn"]
    mine = plans.start(loaded, "confirmed", started_by=me)
    journals = _asked(loaded, mine)
    seen = journals.waiting(mine.name)

    with pytest.raises(Misuse, match="cannot approve it"):
        journals.approve(mine.name, seen.hash)
    with pytest.raises(Misuse, match="not 0000"):
        journals.approve(mine.name, "0000")
    mine.stop("approved by nobody")
    loaded.finish(mine)
    assert plans.journals(loaded, kind="confirmed") == []

    theirs = plans.start(loaded, "confirmed", started_by=_SOMEBODY)
    approval = _asked(loaded, theirs).approve(theirs.name, seen.hash[:12])
    told = loaded.finish(theirs)

    assert told.succeeded, told.why
    assert approval.by == me
    assert len(plans.journals(loaded, kind="confirmed")) == 2
    shown = journals.status("2026-12", ["UK"]).journals
    assert {one.state for one in shown if one.kind == "confirmed"} == {"CONFIRMED"}
    assert all(one.link and one.lines for one in shown if one.kind == "confirmed")
