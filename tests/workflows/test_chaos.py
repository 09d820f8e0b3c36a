"""Whatever dies, and whichever vendor answers wrongly: redriven, a run ends as an undisturbed one would.

The points are those of ``effects.json``, which is compared with what functions really do: a new side effect has to be
added there (EFFECTS=write), and then has its cases here. A few of them are run every time, all with ``make chaos``.
"""

from collections.abc import Iterator
from random import Random

import pytest

from infra.constructs.access import FUNCTIONS
from infra.constructs.names import construct_id
from infra.local.home.assembly import ROOT
from infra.local.vendors.common.faults import Fault
from tests.workflows.chaos import KINDS, Death, Overtaking, Trouble, Victim, path_of, small
from tests.workflows.closings import closed
from tests.workflows.compare import same_figures
from tests.workflows.effects import effect, known, unknown, vendor_call
from tests.workflows.hooks import before
from tests.workflows.rig import TRADE, Rig
from tests.workflows.tap import Taps
from tests.workflows.test_proof import books_compared

FLOWS = [ROOT / "infra" / "state_machines" / f"{name}.asl.json" for name in ("actuals", "close_run")]
CALLED = {
    name
    for name in FUNCTIONS
    if any(f"${{{construct_id(name)}}}" in file.read_text(encoding="utf-8") for file in FLOWS)
}
"""The functions of these flows; those that nothing redrives are let die where they are tested."""

OF_THE_FIRM = "prove_books"
VENDORS = ("anaplan", "xero")
SCHEDULES = 100
ALWAYS = (
    Death("prepare", "UpdateItem RUN attempt,ended,flow,reason,started,status", after=True, killed=False),
    Death("pull_pages", "PUT raw", after=True, killed=True),
    Death("map_rows", "BatchWriteItem RECORD", after=True, killed=False),
    Death("upload_chunks", "TransactWriteItems LOCK", after=True, killed=True),
    Death("start_import", "PutItem RUN LOAD fence known place task_id", after=False, killed=True),
    Death("read_result", "PutItem RUN LOAD fence known outcome place task_id", after=True, killed=False),
    Death("commit_run", "UpdateItem CURSOR run,since,version", after=True, killed=False),
    Death("close_run", "UpdateItem RUN attempt,closed,ended,reason,status", after=True, killed=False),
    Trouble("anaplan", "POST /*/*/workspaces/*/models/*/processes/*/tasks", "lost for long"),
    Trouble("anaplan", "POST /*/*/workspaces/*/models/*/files/*/complete", "425"),
    Trouble("xero", "GET /api.xro/*.*/Invoices", "200 in HTML"),
)
"""Run every time."""


HOLDERS = sorted(who for who, what in known().items() if "TransactWriteItems LOCK" in what and who != OF_THE_FIRM)
"""The functions that take the model."""


def deaths() -> Iterator[Death]:
    """Every effect of every function, before and after, by a kill and by a refusal."""
    for function, names in known().items():
        if function not in VENDORS:
            for name in names:
                yield from (Death(function, name, after, killed) for after in (False, True) for killed in (False, True))


def troubles() -> Iterator[Trouble]:
    """Every path of every vendor, and everything that it can answer wrongly."""
    for vendor in VENDORS:
        yield from (Trouble(vendor, called, kind) for called in known()[vendor] for kind in KINDS)


EVERYTHING: list[Death | Trouble] = [*(one for one in deaths() if one.function != OF_THE_FIRM), *troubles()]


@pytest.fixture(scope="session")
def victim(stage: Rig, taps: Taps) -> Victim:
    stage.calm()
    return small(stage, taps)


@pytest.fixture(scope="session")
def rival(stage: Rig, taps: Taps) -> Victim:
    stage.calm()
    return small(stage, taps)


@pytest.fixture
def firm_victim(loaded: Rig, taps: Taps) -> Iterator[Victim]:
    """The larger company, with its books compared after each run."""
    with books_compared(loaded):
        yield Victim(loaded, taps, "UK", TRADE)


def test_every_side_effect_has_its_cases(rig: Rig, taps: Taps, victim: Victim, firm_victim: Victim) -> None:
    """A new one that nobody has let a function die at would be found out in production."""
    listening = {function: tap.listening() for function, tap in taps.items()}
    heard = {function: one.__enter__() for function, one in listening.items()}
    vendors = rig.xero_last(), rig.anaplan_last()
    victim.edit()
    rig.anaplan.faults.add(Fault(method="POST", path=r"/files/\d+$", status=422))
    failed = rig.run(victim.code, datasets=["invoices"])
    closed(rig.home, failed.run)
    assert rig.redrive(failed.run).succeeded
    assert rig.run(firm_victim.code).succeeded
    for one in listening.values():
        one.__exit__(None, None, None)
    seen = {who: {name for one in requests if (name := effect(one))} for who, requests in heard.items()}
    seen["xero"] = {vendor_call(one) for one in rig.xero.state.journal.entries(vendors[0])}
    seen["anaplan"] = {vendor_call(one) for one in rig.anaplan.journal.entries(vendors[1])}

    assert unknown(seen) == {}, "if this is meant: EFFECTS=write make test, and then make chaos"
    assert {who for who, what in seen.items() if what} >= CALLED


def test_the_cases_of_every_day_are_among_all_cases() -> None:
    """One that was renamed would test nothing."""
    assert set(ALWAYS) <= set(EVERYTHING)


@pytest.mark.parametrize("trouble", ALWAYS, ids=str)
def test_a_run_survives(victim: Victim, trouble: Death | Trouble) -> None:
    """One of each kind."""
    _survives(victim, trouble)


@pytest.mark.chaos
@pytest.mark.parametrize("trouble", EVERYTHING, ids=str)
def test_a_run_survives_everything(victim: Victim, trouble: Death | Trouble) -> None:
    """All of them but those of the function that only a whole company's run calls."""
    _survives(victim, trouble)


@pytest.mark.chaos
@pytest.mark.parametrize("death", [one for one in deaths() if one.function == OF_THE_FIRM], ids=str)
def test_a_run_with_books_survives(firm_victim: Victim, death: Death) -> None:
    """And these."""
    _survives(firm_victim, death)


@pytest.mark.chaos
@pytest.mark.parametrize("seed", range(SCHEDULES))
def test_a_run_survives_two_at_once(victim: Victim, seed: int) -> None:
    """Any two; told by a number, so that one that fails can be played again."""
    _survives(victim, *Random(seed).sample(EVERYTHING, 2))  # noqa: S311  (a schedule, no secret)


@pytest.mark.parametrize(
    "function", [pytest.param(x, marks=() if x == "upload_chunks" else pytest.mark.chaos) for x in HOLDERS]
)
def test_a_run_survives_the_loss_of_its_lease(
    rig: Rig, taps: Taps, victim: Victim, rival: Victim, function: str
) -> None:
    """The rival writes into the same file of the model while the step still believes that it holds it."""
    rivals = Overtaking(function, rival).arm(rig, taps)
    told = victim.suffer()
    (other,) = rivals
    second = rival.survives(rig.finish(other))

    assert (told.succeeded, second.succeeded) == (True, True), (told.why, second.why)
    assert rig.kept.holder() is None
    for one in (victim, rival):
        same_figures(rig, one.code, "invoices")


@pytest.mark.chaos
@pytest.mark.parametrize("called", [called for called in known()["anaplan"] if not called.endswith("/workspaces")])
def test_a_run_survives_another_users_import(rig: Rig, victim: Victim, called: str) -> None:
    """It is in the way for a while, wherever the run is."""
    method, pattern = path_of(called)
    imports, planner = rig.tasks("Load Xero invoices"), rig.anaplan.tenant.users.all()[-1]
    with before(rig.anaplan, method, f"{pattern}(\\?|$)", lambda: rig.live.occupy(0.7, planner)):
        told = victim.suffer()

    victim.is_unharmed(told, imports)


def _survives(victim: Victim, *troubles: Death | Trouble) -> None:
    imports = victim.rig.tasks("Load Xero invoices")
    told = victim.suffer(*troubles)
    victim.is_unharmed(told, imports)
