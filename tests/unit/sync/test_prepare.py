"""What a run will do."""

from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ml_connector import plain
from ml_connector import settings as settings_module
from ml_connector.datasets import DATASETS
from ml_connector.errors import SettingsWrong
from ml_connector.sync.payload import Replay
from ml_connector.sync.prepare import ModelIds, Plan, Request, plan

SETTINGS = settings_module.load(Path(__file__).parents[3] / "infra/settings/demo.yaml")
LISTS = [name for name, dataset in DATASETS.items() if dataset.kind == "reference"]
CURSOR = datetime(2026, 10, 1, tzinfo=UTC)


def planned(
    request: Request,
    *waiting: tuple[str, str],
    cursor: datetime | None = CURSOR,
    never: Collection[str] = (),
) -> Plan:
    """never: datasets without a cursor."""
    ids = ModelIds(workspace_id="8a81", model_id="75A4")
    return plan(SETTINGS, request, lambda _, name: None if name in never else cursor, lambda _model: ids, waiting)


def test_lists_are_loaded_before_facts() -> None:
    """A fact may only name a member that is there."""
    order = [load.dataset for load in planned(Request()).loads]

    assert order == [name for name in DATASETS for _ in ("UK", "NZ")]
    kinds = [DATASETS[name].kind for name in order]
    assert kinds == sorted(kinds, reverse=True)


def test_facts_are_mapped_when_lists_are_loaded() -> None:
    """They are held against the members that exist by then; a run of lists alone has no second stage."""
    stages = {stage.name: {load.dataset for load in stage.loads} for stage in planned(Request()).stages}

    assert stages["lists"] == set(LISTS)
    assert stages["facts"] == {*DATASETS} - {*LISTS}
    assert [stage.name for stage in planned(Request(datasets=("accounts",))).stages] == ["lists"]


def test_facts_are_pulled_from_the_cursor_and_reference_data_whole() -> None:
    """Codes can be changed and reused without a trace in any delta."""
    since = {pull.dataset: pull.since for pull in planned(Request()).pulls}

    assert since["invoices"] == CURSOR
    assert since["accounts"] is None


def test_facts_bring_their_reference_data_along() -> None:
    """An invoice may stand on an account that was made a minute ago."""
    chosen = planned(Request(entities=("NZ",), datasets=("payments",)))

    assert [load.dataset for load in chosen.loads] == [*LISTS, "payments"]
    assert {pull.entity for pull in chosen.pulls} == {"NZ"}


def test_a_run_may_start_from_another_instant() -> None:
    """A person loads a past month again without touching the cursor."""
    earlier = datetime(2026, 1, 1, tzinfo=UTC)
    pulls = planned(Request(since=earlier)).pulls

    assert {pull.since for pull in pulls if pull.dataset == "bills"} == {earlier}


@pytest.mark.parametrize(
    ("request_", "hint"),
    [
        (Request(entities=("Uk",)), "did you mean UK"),
        (Request(datasets=("invoice",)), "did you mean invoices"),
        (Request(datasets=("payroll",)), "settings have organisation, accounts"),
    ],
)
def test_what_settings_do_not_have_is_refused_with_a_hint(request_: Request, hint: str) -> None:
    """A run that silently does nothing would look like a quiet day."""
    with pytest.raises(SettingsWrong, match=hint):
        planned(request_)


def test_a_schedule_leaves_to_a_waiting_run_what_that_one_goes_on_with() -> None:
    """A first load of three days would otherwise be begun again on each of them, and never end."""
    waiting = (("UK", "invoices"), ("UK", "accounts"))
    scheduled = planned(Request(trigger="schedule"), *waiting)
    asked = planned(Request(trigger="person"), *waiting)

    left_out = {(one.entity, one.dataset) for one in asked.pulls} - {
        (one.entity, one.dataset) for one in scheduled.pulls
    }
    assert left_out == {("UK", "invoices")}
    assert len(asked.loads) - len(scheduled.loads) == 1


def test_a_first_load_and_a_reload_are_backfill() -> None:
    """They leave calls of the day to the runs of every day."""

    def priorities(plan: Plan) -> set[str]:
        return {one.priority for one in plan.pulls if one.dataset in ("invoices", "bills", "payments")}

    assert priorities(planned(Request())) == {"scheduled"}
    assert priorities(planned(Request(), cursor=None)) == {"backfill"}
    assert priorities(planned(Request(since=datetime(2026, 1, 1, tzinfo=UTC)))) == {"backfill"}


def test_what_xero_gives_no_delta_of_is_read_whole_and_contacts_by_delta() -> None:
    """Budgets have no stamp that could be trusted; contacts are too many to be read every night."""
    since = {pull.dataset: pull.since for pull in planned(Request()).pulls}

    assert (since["budgets"], since["bank_transfers"]) == (None, None)
    assert (since["contacts"], since["bank_transactions"]) == (CURSOR, CURSOR)


@pytest.mark.parametrize("datasets", [None, ("bank_transfers",)])
def test_bank_transactions_are_read_whole_when_transfers_get_a_load_of_their_own(
    datasets: tuple[str, ...] | None,
) -> None:
    """Until now transfers have counted there; they must be let go in the same run, or they count twice."""
    plan_ = planned(Request(datasets=datasets), never=("bank_transfers",))
    since = {pull.dataset: pull.since for pull in plan_.pulls}

    assert since["bank_transactions"] is None
    assert "bank_transactions" in {load.dataset for load in plan_.loads}


def test_a_replay_asks_for_nothing_from_any_instant() -> None:
    """Its pulls only say which parked documents to take; the loads are those of any run."""
    what = Replay(period="2026-10")
    chosen = planned(Request(trigger="replay", datasets=("invoices",), entities=("UK",), replay=what))

    assert {(pull.replay, pull.since) for pull in chosen.pulls} == {(what, None)}
    assert [load.dataset for load in chosen.loads] == [*LISTS, "invoices"]


@pytest.mark.parametrize("request_", [{"trigger": "replay"}, {"trigger": "person", "replay": {}}])
def test_a_replay_names_what_is_replayed(request_: dict[str, object]) -> None:
    """Everything that was ever read is never meant by leaving something out."""
    with pytest.raises(ValueError, match="trigger replay"):
        plain.read(Request, request_)


def test_a_list_that_may_stop_the_run_is_read_before_anything_is_loaded() -> None:
    """Kept by a person, it is in no load's way: only facts name its members."""
    told = {"dimensions": {"tracking": SETTINGS.dimensions["tracking"].model_copy(update=GUARD)}}
    ids = ModelIds(workspace_id="8a81", model_id="75A4")

    lists, facts = plan(SETTINGS.model_copy(update=told), Request(), lambda *_: CURSOR, lambda _: ids).stages
    (alone,) = plan(
        SETTINGS.model_copy(update=told), Request(datasets=("accounts",)), lambda *_: CURSOR, lambda _: ids
    ).stages

    assert [one.dimension for one in lists.lists] == [one.dimension for one in facts.lists] == ["tracking"]
    assert alone.lists == ()


GUARD = {"filled_by": None, "unknown": "stop"}
