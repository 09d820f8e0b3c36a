"""The way back: what is approved in Anaplan is in Xero once, and nothing else is."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from infra.local.vendors.anaplan.tasks.task import Task
from tests.workflows import edits, plans
from tests.workflows.hooks import after_every, before
from tests.workflows.rig import Rig
from tests.workflows.tap import Moment, Taps

JANUARY = "Jan 27"


def _lines(journal: Mapping[str, Any]) -> list[tuple[str, Decimal]]:
    return [(str(line["AccountCode"]), Decimal(str(line["LineAmount"]))) for line in journal["JournalLines"]]


def _some(rig: Rig, amount: str = "1200.50") -> None:
    plans.type_in(rig, [plans.row(rig, "469", amount), plans.row(rig, "477", "300", JANUARY)])


def test_an_approved_plan_becomes_a_reversing_pair_and_a_replay_changes_nothing(loaded: Rig) -> None:
    """From the planner's cells to Xero's journals, through the real workflow."""
    plans.type_in(
        loaded,
        [
            plans.row(loaded, "469", "1200.50"),
            plans.row(loaded, "477", "300"),
            plans.row(loaded, "489", "99", Approved="false"),
        ],
    )

    told = plans.run(loaded)
    again = plans.run(loaded)

    assert told.succeeded, told.why
    assert told.ending.output["counts"]["unapproved"] == 1
    first, second = plans.journals(loaded)
    assert _lines(first) == [("469", Decimal("1200.50")), ("477", Decimal(300)), ("805", Decimal("-1500.50"))]
    assert _lines(second) == [(code, -amount) for code, amount in _lines(first)]
    assert told.run in first["Url"]
    assert again.ending.output["counts"]["unchanged"] == 1
    assert len(plans.journals(loaded)) == 2
    assert loaded.kept.holder() is None


@pytest.mark.parametrize("layout", ["TABULAR_SINGLE_COLUMN", "GRID_CURRENT_PAGE", "GRID_ALL_PAGES"])
def test_every_layout_of_the_export_gives_the_same_journals(loaded: Rig, layout: str) -> None:
    """Somebody changes the export's layout in Anaplan: that is no change of the plan."""
    _some(loaded)
    assert plans.run(loaded).succeeded
    loaded.anaplan.tenant.switches.change({"export_layout": layout})

    told = plans.run(loaded)

    loaded.anaplan.tenant.switches.change({"export_layout": ""})
    assert told.succeeded, told.why
    assert told.ending.output["counts"]["unchanged"] == 2


def test_a_changed_plan_takes_the_place_of_what_was_posted(loaded: Rig) -> None:
    """A new version voids its predecessor; a kind of its own keeps posted journals and drafts apart."""
    _some(loaded, "10")
    first = plans.run(loaded, "posted")
    _some(loaded, "11")

    told = plans.run(loaded, "posted")

    assert first.succeeded, first.why
    assert told.succeeded, told.why
    counts = told.ending.output["counts"]
    assert (counts["replaced"], counts["unchanged"]) == (1, 1)
    assert [_lines(one)[0] for one in plans.journals(loaded, kind="posted")[:2]] == [
        ("469", Decimal(11)),
        ("469", Decimal(-11)),
    ]
    everything = [one for one in loaded.books("UK")["ManualJournals"].records() if "(posted)" in str(one["Narration"])]
    assert sorted(one["Status"] for one in everything) == ["POSTED"] * 4 + ["VOIDED"] * 2


def _typed(*cells: tuple[str, str], **more: str) -> Callable[[Rig], None]:
    """A plan of accounts and amounts."""
    return lambda rig: plans.type_in(rig, [plans.row(rig, account, amount, **more) for account, amount in cells])


def _in_two_departments(rig: Rig) -> None:
    (category,) = (one for one in rig.books("UK")["TrackingCategories"].records() if one["Name"] == "Department")
    members = [f"UK:{option['TrackingOptionID']}" for option in category["Options"][:2]]
    plans.type_in(rig, [plans.row(rig, "469", "7", Department=member) for member in members])


BAD: dict[str, tuple[str, Callable[[Rig], None], str]] = {
    "an export that was renamed": ("renamed", _some, "SettingsWrong: .*no export 'An export of another name'"),
    "a layout that was changed": ("pinned", _some, "ContractBroken: .*its layout was changed"),
    "an empty export": ("accruals", _typed(), "ContractBroken: .*selective access"),
    "a dimension that nobody has named": ("narrow", _some, "ContractBroken: .*'Departments' as a further dimension"),
    "two cells for one figure": ("doubled", _in_two_departments, "ContractBroken: .*Lines 2 and 3 .*both hold"),
    "a number in another format": (
        "comma", _typed(("469", "1234.5")), "PlanNotPosted: .*text stands where a number has to be; .*decimal_mark",
    ),
    "an entity that settings do not know": (
        "of-nz", _typed(("469", "7")),
        "PlanNotPosted: .*settings know no entity 'Harbour & Vale Ltd'; name it under `entities`",
    ),
    "a period that is none": ("crossed", _some, "PlanNotPosted: .*'Forecast' is no month or week; .*dimensions.period"),
    "a locked period": ("accruals", _typed(("469", "7"), period="Jan 26"), "PlanNotPosted: .*locked until"),
    "an archived account": ("accruals", _typed(("240", "5")), "PlanNotPosted: .*is archived in Xero; restore it"),
    "a system account": ("accruals", _typed(("610", "7")), "PlanNotPosted: .*system account"),
    "a journal that is too large to be split": (
        "limited", _typed(("469", "1"), ("477", "2"), ("489", "-3")),
        "PlanNotPosted: .*it has 3 lines and a journal may have 2; name a balancing_account",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_bad_input_has_a_clear_outcome_and_posts_nothing(loaded: Rig, case: str) -> None:
    """A person reads what is wrong and what to do; Xero has not seen any of it."""
    plan, spoil, says = BAD[case]
    last = loaded.xero_last()
    spoil(loaded)
    loaded.anaplan.tenant.switches.change({"export_layout": "TABULAR_SINGLE_COLUMN" if plan == "pinned" else ""})

    told = plans.run(loaded, plan)

    loaded.anaplan.tenant.switches.change({"export_layout": ""})
    assert told.ending.status == "FAILED"
    assert re.search(says, told.why, re.DOTALL), told.why
    assert {entry.method for entry in loaded.xero_calls("UK", last)} <= {"GET"}


def test_a_plan_in_which_nothing_is_approved_posts_nothing_and_says_so(loaded: Rig) -> None:
    """It is no failure: planners are not done yet."""
    plans.type_in(loaded, [plans.row(loaded, "469", "7", Approved="false")])

    told = plans.run(loaded)

    assert told.succeeded, told.why
    assert "None of" in told.ending.output["cause"]
    assert told.ending.output["journals"] == []


def test_what_is_wrong_with_one_journal_does_not_hold_up_the_others(loaded: Rig) -> None:
    """January names an account that is archived; December is posted."""
    plans.type_in(loaded, [plans.row(loaded, "469", "55.55"), plans.row(loaded, "240", "5", JANUARY)])

    told = plans.run(loaded)

    assert told.ending.error == "PlanNotPosted"
    assert "archived" in told.why
    assert ("469", Decimal("55.55")) in _lines(plans.journals(loaded)[0])


def test_a_journal_whose_answer_is_lost_is_there_once(loaded: Rig) -> None:
    """The function dies after Xero has stored the journals and before anybody knows of it."""
    _some(loaded, "77.77")
    deaths = [lambda: loaded.workers.kill("post_journal")]

    def die_once() -> None:
        if deaths:
            deaths.pop()()

    with after_every(loaded.xero, "PUT", r"/ManualJournals\?", die_once):
        told = plans.run(loaded)

    assert told.succeeded, told.why
    assert "Runtime.ExitError" in told.raised("post_journal")
    assert [_lines(one)[0] for one in plans.journals(loaded)[:2]] == [
        ("469", Decimal("77.77")),
        ("469", Decimal("-77.77")),
    ]


def test_a_plan_and_actuals_started_together_never_overlap_on_the_model(loaded: Rig) -> None:
    """An export that runs while an import does would show half of it."""
    _some(loaded, "33.33")
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    loaded.anaplan.tenant.switches.change({"task_seconds": 0.4})
    begun = datetime.now(UTC)

    flows = [loaded.start("UK", datasets=["invoices"])]
    with before(loaded.anaplan, "POST", r"/files/\d+$", lambda: flows.append(plans.start(loaded))):
        told = [loaded.finish(flows[0])]
    told.append(loaded.finish(flows[1]))

    assert all(one.succeeded for one in told), [one.why for one in told]
    assert "ModelBusy" in told[1].raised("start_export")
    tasks = sorted(_tasks(loaded, begun), key=lambda task: task.created)
    kinds = {task.parent.kind for task in tasks}
    assert {"exports", "processes"} <= kinds
    for earlier, later in pairwise(tasks):
        assert _end(earlier) <= later.created


def _tasks(rig: Rig, since: datetime) -> list[Task]:
    live = rig.live
    everything = [
        task
        for kind in ("imports", "exports", "processes")
        for runnable in live.runnables(kind)
        for task in live.queue.below(kind, runnable)
    ]
    return [task for task in everything if task.created >= since and task.results]  # others never began


def _end(task: Task) -> datetime:
    last = task.results[-1]
    return last.started + timedelta(seconds=last.seconds)


DEATHS: dict[str, dict[str, Moment]] = {
    "before it has done anything that lasts": {
        "prepare_plan": Moment("UpdateItem .*RUN#", after=False),
        "start_export": Moment("PutItem .*LOAD#plan", after=False),
        "fetch_export": Moment("PUT .*/export/", after=False),
        "plan_journals": Moment("PUT .*/plan/0-journal", after=False),
        "post_journal": Moment("PutItem .*LEDGER#UK.*SENT", after=False),
        "commit_plan": Moment("UpdateItem .*RUN#", after=False),
    },
    "right before it answers": {
        "prepare_plan": Moment("PutItem .*RUNS#"),
        "start_export": Moment("PutItem .*LOAD#plan.*task_id"),
        "poll_export": Moment("TransactWriteItems .*export"),
        "fetch_export": Moment("PUT .*/export/"),
        "plan_journals": Moment("PUT .*/plan/0-report"),
        "post_journal": Moment("PutItem .*LEDGER#UK.*CONFIRMED"),
        "commit_plan": Moment("UpdateItem .*RUN#"),
    },
}


@pytest.mark.parametrize("moment", DEATHS)
def test_a_run_in_which_every_function_dies_once_leaves_the_right_journals(
    loaded: Rig, taps: Taps, moment: str
) -> None:
    """Memory runs out, hosts fail; one journal too many is a wrong result in somebody's books."""
    amount = f"4{len(moment)}.01"
    plans.type_in(loaded, [plans.row(loaded, "469", amount)])
    exports = len([task for task in _tasks(loaded, datetime.min.replace(tzinfo=UTC)) if task.parent.kind == "exports"])
    for function, death in DEATHS[moment].items():
        taps[function].at(death, lambda function=function: loaded.workers.kill(function))  # type: ignore[misc]  # bound now

    told = plans.run(loaded)

    assert [function for function in DEATHS[moment] if taps[function].armed] == []
    assert told.succeeded, told.why
    assert [_lines(one)[0][1] for one in plans.journals(loaded)[:2]] == [Decimal(amount), -Decimal(amount)]
    after = len([task for task in _tasks(loaded, datetime.min.replace(tzinfo=UTC)) if task.parent.kind == "exports"])
    assert after == exports + 1
    assert plans.run(loaded).ending.output["counts"]["unchanged"] == 1
