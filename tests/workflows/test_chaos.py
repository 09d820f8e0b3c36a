"""Whatever dies, and whichever vendor answers wrongly: redriven, a run ends as an undisturbed one would.

The points are those of ``effects.json``, which is compared with what functions really do: a new side effect has to be
added there (EFFECTS=write), and then has its cases here. A few of them are run every time, all with ``make chaos``.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import product
from random import Random
from typing import Any

import pytest

from infra.constructs.access import FUNCTIONS
from infra.constructs.names import construct_id
from infra.local.home.assembly import ROOT
from tests.workflows.booked import books_compared
from tests.workflows.closings import time_limit
from tests.workflows.effects import At, effect, vendor_call
from tests.workflows.enumerated import VENDORS, known, unknown
from tests.workflows.hooks import before
from tests.workflows.planners import Budgeter, Keeper, Planner
from tests.workflows.rig import Rig
from tests.workflows.tap import Taps
from tests.workflows.test_proof import everything
from tests.workflows.troubles import (
    KINDS,
    Death,
    DeathAtVendor,
    Misbehaving,
    TimeOut,
    Trouble,
    lose_the_answer,
    overtake,
    path_of,
)
from tests.workflows.victims import Actuals, Returner, Victim, small

MACHINES = [ROOT / "infra" / "state_machines" / f"{name}.asl.json" for name in ("actuals", "plan", "close_run")]
CALLED = {
    name
    for name in FUNCTIONS
    if any(f"${{{construct_id(name)}}}" in file.read_text(encoding="utf-8") for file in MACHINES)
}
"""The functions of these flows; those that nothing redrives are let die where they are tested."""

SCHEDULES = 100
OFTEN = 3
"""Schedules of two troubles that are run every time."""

ALWAYS: tuple[Trouble, ...] = (
    Death("actuals", "prepare", "UpdateItem RUN attempt,ended,flow,reason,started,status", after=True, killed=False),
    Death("actuals", "pull_pages", "PUT raw", after=True, killed=True),
    Death("actuals", "map_rows", "BatchWriteItem RECORD", after=True, killed=False),
    Death("actuals", "start_import", "PutItem RUN LOAD fence known place task_id", after=False, killed=True),
    TimeOut("actuals", "read_result", "PutItem RUN LOAD fence known outcome place task_id"),
    Death("actuals", "commit_run", "UpdateItem CURSOR run,since,version", after=True, killed=False),
    Death("actuals", "close_run", "UpdateItem RUN attempt,closed,ended,reason,status", after=True, killed=False),
    DeathAtVendor("actuals", "anaplan", "POST /*/*/workspaces/*/models/*/processes/*/tasks", after=True),
    Misbehaving("actuals", "anaplan", "POST /*/*/workspaces/*/models/*/processes/*/tasks", "lost for long"),
    Misbehaving("actuals", "anaplan", "POST /*/*/workspaces/*/models/*/files/*/complete", "425"),
    Misbehaving("actuals", "xero", "GET /api.xro/*.*/Invoices", "hangs"),
    Death("plan", "start_export", "PutItem RUN LOAD fence known place task_id", after=False, killed=True),
    TimeOut("plan", "post_journal", "PutItem LEDGER claimed, CONFIRMED, CONFIRMED"),
    DeathAtVendor("plan", "xero", "PUT /api.xro/*.*/ManualJournals", after=True),
    Misbehaving("plan", "xero", "POST /api.xro/*.*/ManualJournals/*", "200 in HTML"),
)
"""Run every time."""

HOLDERS = [
    (flow, who)
    for flow, table in known().items()
    for who, what in table.items()
    if "TransactWriteItems LOCK" in what and flow != "books"
]
"""The functions that take the model."""

FLOWS = {
    "actuals": "actuals",
    "returning": "returner",
    "plan": "planner",
    "reference": "keeper",
    "budget": "budgeter",
    "books": "books",
}
"""The fixture with the victim of each flow; that of books changes what all runs do."""


def deaths(flow: str) -> Iterator[Trouble]:
    """Every effect of every function, before and after, in every way; and every writing call to a vendor."""
    for function, names in known()[flow].items():
        for name in names:
            if function not in VENDORS:
                yield from (Death(flow, function, name, *how) for how in product((False, True), repeat=2))
                yield TimeOut(flow, function, name)
            elif not name.startswith("GET "):
                yield from (DeathAtVendor(flow, function, name, after) for after in (False, True))


def misbehaviours(flow: str) -> Iterator[Trouble]:
    """Every path of every vendor, and everything that it can answer wrongly."""
    for vendor in VENDORS:
        for called in known()[flow].get(vendor, ()):
            yield from (Misbehaving(flow, vendor, called, kind) for kind in KINDS)


EVERYTHING = {flow: [*deaths(flow), *misbehaviours(flow)] for flow in known()}


def schedule(seed: int) -> list[Trouble]:
    """Any two troubles of one flow, not both of one function; told by a number, so that they can be played again."""
    dice = Random(seed)  # noqa: S311  (a schedule, no secret)
    flow = ("actuals", "plan")[seed % 2]
    while True:
        two = dice.sample(EVERYTHING[flow], 2)
        if two[0].function != two[1].function or not two[0].function:
            return two


@pytest.fixture(scope="module")
def actuals(stage: Rig, taps: Taps) -> Actuals:
    stage.calm()
    return small(stage, taps, Actuals)


@pytest.fixture(scope="module")
def rival(stage: Rig, taps: Taps) -> Actuals:
    stage.calm()
    return small(stage, taps, Actuals)


@pytest.fixture(scope="module")
def returner(stage: Rig, taps: Taps) -> Returner:
    stage.calm()
    return small(stage, taps, Returner)


@pytest.fixture(scope="module")
def kept(stage: Rig, first: object) -> None:  # noqa: ARG001  (it has to be loaded)
    """The larger company's books, from their beginning: what comes then is compared."""
    stage.calm()
    with books_compared(stage):
        told = everything(stage, since="2006-01-01T00:00:00Z")
    assert told.succeeded, told.why


@pytest.fixture
def books(loaded: Rig, taps: Taps, kept: None) -> Iterator[Actuals]:  # noqa: ARG001
    """The larger company, with its books compared after each run."""
    with books_compared(loaded):
        yield Actuals(loaded, taps, "UK", [*loaded.settings.loads])


@pytest.fixture(scope="module")
def planner(stage: Rig, taps: Taps, first: object) -> Planner:  # noqa: ARG001  (the accounts have to be in the model)
    stage.calm()
    planner = Planner(stage, taps)
    planner.survives()
    return planner


@pytest.fixture(scope="module")
def keeper(stage: Rig, taps: Taps, first: object) -> Keeper:  # noqa: ARG001  (likewise)
    return Keeper(stage, taps)


@pytest.fixture(scope="module")
def budgeter(stage: Rig, taps: Taps, first: object) -> Budgeter:  # noqa: ARG001  (likewise)
    return Budgeter(stage, taps)


@pytest.fixture
def victim(rig: Rig, request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Of a flow; each is made when it is needed first."""
    rig.calm()
    return request.getfixturevalue


def test_every_side_effect_has_its_cases(rig: Rig, taps: Taps, victim: Callable[[str], Victim]) -> None:
    """A new one that nobody has let a function die at would be found out in production."""
    seen = {}
    for flow, fixture in FLOWS.items():
        hit = victim(fixture)
        rig.calm()
        if flow in ("actuals", "plan"):
            hit.stumble()
        if flow == "plan":
            lose_the_answer(hit, "/ManualJournals")
        seen[flow] = seen_of(rig, taps, hit)
    # What is pulled goes the same way whatever its name; invoices stand for all of it.
    seen["books"]["xero"] = {called for called in seen["books"]["xero"] if "/Reports/" in called}

    assert unknown(seen) == {}, "if this is meant: EFFECTS=write make test, and then make chaos"
    assert {who for found in seen.values() for who, what in found.items() if what} >= CALLED


def seen_of(rig: Rig, taps: Taps, victim: Victim) -> dict[str, set[str]]:
    """What a run of this victim does, by function and by vendor; and the closing, if it ends badly first."""
    last = {"xero": rig.xero_last(), "anaplan": rig.anaplan_last()}
    victim.edit()
    with ExitStack() as listening:
        heard = {function: listening.enter_context(tap.listening()) for function, tap in taps.items()}
        told = victim.redriven(victim.follow(victim.start()))
    assert told.succeeded, told.why
    calls = {"xero": rig.xero.state.journal, "anaplan": rig.anaplan.journal}
    return {
        **{who: {name for one in requests if (name := effect(one))} for who, requests in heard.items()},
        **{vendor: {vendor_call(one) for one in journal.entries(last[vendor])} for vendor, journal in calls.items()},
    }


def test_the_cases_of_every_day_are_among_all_cases() -> None:
    """One that was renamed would test nothing."""
    assert set(ALWAYS) <= {one for cases in EVERYTHING.values() for one in cases}


@pytest.mark.parametrize("trouble", ALWAYS, ids=str)
def test_a_run_survives(victim: Callable[[str], Victim], trouble: Trouble) -> None:
    """One of each kind."""
    victim(FLOWS[trouble.flow]).survives(trouble)


@pytest.mark.chaos
@pytest.mark.parametrize("trouble", [one for cases in EVERYTHING.values() for one in cases], ids=str)
def test_a_run_survives_everything(victim: Callable[[str], Victim], trouble: Trouble) -> None:
    """All of them."""
    victim(FLOWS[trouble.flow]).survives(trouble)


@pytest.mark.parametrize(
    "seed", [pytest.param(seed, marks=pytest.mark.chaos if seed >= OFTEN else ()) for seed in range(SCHEDULES)]
)
def test_a_run_survives_two_at_once(victim: Callable[[str], Victim], seed: int) -> None:
    """Any two."""
    two = schedule(seed)
    victim(FLOWS[two[0].flow]).survives(*two)


@pytest.mark.parametrize(
    ("flow", "function"),
    [pytest.param(*one, marks=() if one[1] == "upload_chunks" else pytest.mark.chaos) for one in HOLDERS],
)
def test_a_run_survives_the_loss_of_its_lease(
    victim: Callable[[str], Victim], rival: Actuals, flow: str, function: str
) -> None:
    """The rival writes into the same file of the model while the step still believes that it holds it."""
    hit = victim(FLOWS[flow])
    hit.edit()
    rivals = overtake(hit, function, rival)
    told = hit.redriven(hit.follow(hit.start()))
    (other,) = rivals
    second = rival.redriven(rival.follow(other))

    assert (told.succeeded, second.succeeded) == (True, True), (told.why, second.why)
    assert hit.rig.kept.holder() is None
    hit.is_right()
    rival.is_right()


@pytest.mark.chaos
@pytest.mark.parametrize(
    ("flow", "state", "function", "name"),
    [
        ("actuals", "Start import", "start_import", "PutItem RUN LOAD fence known place task_id"),
        ("plan", "Post journal", "post_journal", "PutItem LEDGER claimed, CONFIRMED, CONFIRMED"),
    ],
)
def test_a_run_survives_a_step_that_step_functions_gives_up(
    victim: Callable[[str], Victim], taps: Taps, flow: str, state: str, function: str, name: str
) -> None:
    """The answer does not come; the step is tried again while the function of the first try still lives."""
    hit = victim(FLOWS[flow])
    with hit.rig.kept.hurried(function, 4), time_limit(hit.rig.home, flow, 2, state):
        hit.edit()
        taps[function].hold_at(At(name, after=False))
        told = hit.redriven(hit.follow(hit.start()))

    assert "States.Timeout" in told.raised(function)
    hit.is_well(told)


@pytest.mark.chaos
@pytest.mark.parametrize(
    ("flow", "called"),
    [
        (flow, called)
        for flow, table in known().items()
        for called in table.get("anaplan", ())
        if not called.endswith("/workspaces")
    ],
)
def test_a_run_survives_another_users_import(rig: Rig, victim: Callable[[str], Victim], flow: str, called: str) -> None:
    """It is in the way for a while, wherever the run is."""
    (method, pattern), somebody = path_of(called), rig.anaplan.tenant.users.all()[-1]
    hit = victim(FLOWS[flow])
    with before(rig.anaplan, method, f"{pattern}(\\?|$)", lambda: rig.live.occupy(0.7, somebody)):
        hit.survives()
