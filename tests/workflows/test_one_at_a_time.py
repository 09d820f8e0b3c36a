"""Two runs on one model: one waits for the other, and both end well."""

from tests.workflows import edits
from tests.workflows.closings import events_lost
from tests.workflows.compare import same_figures
from tests.workflows.hooks import before
from tests.workflows.rig import Rig


def _edit(rig: Rig) -> None:
    for place in range(3):
        edits.copied(rig.books("UK"), edits.documents(rig.books("UK"))[place])


def test_two_runs_of_one_entity_started_together_both_end_well(loaded: Rig) -> None:
    """A schedule and a person, or two schedules: what one has sent, the other does not send again."""
    _edit(loaded)
    loaded.anaplan.tenant.switches.change({"task_seconds": 0.5})

    both = [loaded.start("UK", datasets=["invoices"]) for _ in range(2)]
    told = [loaded.finish(run) for run in both]

    assert [one.ending.status for one in told] == ["SUCCEEDED", "SUCCEEDED"], [one.why for one in told]
    assert "ModelBusy" in [*told[0].raised(), *told[1].raised()]
    sent = [one.results["UK", "invoices"]["rows_sent"] for one in told]
    assert min(sent) == 0 < max(sent)
    assert loaded.kept.holder() is None
    same_figures(loaded, "UK", "invoices")


def test_runs_of_two_entities_started_together_both_end_well(loaded: Rig) -> None:
    """The companies share a model, and their files in it: a row of one must not get into the other's upload."""
    for entity in ("UK", "NZ"):
        edits.copied(loaded.books(entity), edits.documents(loaded.books(entity))[0])

    both = [loaded.start(entity, datasets=["invoices"]) for entity in ("UK", "NZ")]
    told = [loaded.finish(run) for run in both]

    assert all(one.succeeded for one in told), [one.why for one in told]
    same_figures(loaded, "UK", "invoices")
    same_figures(loaded, "NZ", "invoices")


def test_a_waiting_run_is_told_who_has_the_model_and_takes_it_when_the_lease_is_over(loaded: Rig) -> None:
    """The event of an end can get lost; whoever comes next must neither push in nor wait for ever."""
    _edit(loaded)
    aborted = loaded.start("UK", datasets=["invoices"])
    with (
        events_lost(loaded.home),
        before(loaded.anaplan, "POST", r"/files/\d+$", lambda: aborted.stop("changed my mind")),
    ):
        assert loaded.finish(aborted).ending.status == "ABORTED"
    fence = loaded.kept.fence()
    assert loaded.kept.holder() == aborted.name

    waiting = loaded.start("UK", datasets=["invoices"])
    message = loaded.busy(waiting)
    loaded.kept.lease_runs_out()
    told = loaded.finish(waiting)

    assert aborted.name in message
    assert "try again after" in message
    assert told.succeeded, told.why
    assert loaded.kept.fence() > fence
    same_figures(loaded, "UK", "invoices")
