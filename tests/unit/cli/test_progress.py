"""Whoever watches a run sees where it is, in words, and what went wrong on the way."""

from collections.abc import Iterable

from infra.cli.progress import Progress
from infra.local.home import Step
from tests.unit.cli.history import History, loaded, mapped, plan, proofs, pulled, summary


def seen(steps: Iterable[Step]) -> Progress:
    progress = Progress()
    for step in steps:
        progress.see(step)
    return progress


def states(progress: Progress) -> list[str]:
    return [stage.state for stage in progress.stages.all()]


def until_loading() -> History:
    history = History().worked("prepare", plan("accounts", "invoices"))
    history.worked("pull_pages", pulled("accounts", 50, 1)).worked("pull_pages", pulled("invoices", 1300, 2))
    return history.worked("map_rows", mapped("accounts", 0)).worked("map_rows", mapped("invoices", 3087, 4))


def one_load(history: History) -> History:
    for function in ("check_import", "upload_chunks", "start_import", "poll_import"):
        history.worked(function)
    return history.worked("read_result", loaded("invoices", 3087))


def test_a_run_that_has_not_begun_waits_in_all_stages() -> None:
    """Nothing is claimed before it is known."""
    assert states(Progress()) == ["waiting"] * 6


def test_a_stage_is_done_when_the_next_one_begins() -> None:
    """Only the calls of functions are told alike by both homes."""
    progress = seen(History().worked("prepare", plan("accounts")).called("pull_pages"))

    assert states(progress)[:3] == ["done", "running", "waiting"]
    assert progress.stages.pull.total == 1


def test_pulled_pages_are_counted_once_although_a_pass_answers_often() -> None:
    """Each answer tells where the pass stands, and not what came in addition."""
    history = History().worked("prepare", plan("invoices"))
    history.worked("pull_pages", pulled("invoices", 1000, 1, wait=7))
    waiting = seen(history)
    done = seen(history.worked("pull_pages", pulled("invoices", 1300, 2)))

    assert waiting.stages.pull.now == "1,000 documents in 1 call; UK invoices wait 7 s, as Xero asks"
    assert (waiting.stages.pull.done, done.stages.pull.done) == (0, 1)
    assert done.stages.pull.now == "1,300 documents in 2 calls"


def test_the_load_that_is_under_way_is_named() -> None:
    """A long import is the moment in which somebody wonders; loads without rows are never begun."""
    progress = seen(until_loading().worked("check_import").called("upload_chunks"))

    assert progress.stages.load.now == "UK invoices, 3,087 rows: uploading"
    assert progress.stages.load.total == 1
    assert progress.stages.map.now == "3,087 rows to send, 4 in quarantine"


def test_facts_are_mapped_after_lists_are_loaded() -> None:
    """Their rows are held against the lists as they are then; the map is not done before."""
    history = History().worked("prepare", plan("accounts", "invoices")).worked("map_rows", mapped("accounts", 50))
    history.worked("check_import").called("upload_chunks")
    lists = seen(history)
    facts = seen(history.answered("upload_chunks").worked("read_result", loaded("accounts", 50)).called("map_rows"))
    done = seen(history.answered("map_rows", mapped("invoices", 3087)).called("check_import"))

    assert (lists.stages.map.state, lists.stages.load.now) == ("running", "UK accounts, 50 rows: uploading")
    assert (facts.stages.map.state, facts.stages.load.state) == ("running", "running")
    assert (done.stages.map.done, done.stages.load.done, done.stages.load.total) == (2, 1, 2)
    assert done.stages.load.now.startswith("UK invoices, 3,087 rows")


def test_a_load_is_timed_from_the_look_at_its_import_to_the_result() -> None:
    """Ten steps of a second each, and the first one starts the clock."""
    progress = seen(one_load(until_loading()))

    assert progress.load_seconds == {("UK", "invoices"): 9.0}


def test_a_setback_is_kept_and_the_stage_goes_on() -> None:
    """The workflow may try again, and often does so well."""
    history = until_loading().called("check_import").raised("check_import", "VendorDown", "503").worked("check_import")
    progress = seen(history)

    assert [(one.stage, one.error) for one in progress.setbacks] == [("Load", "VendorDown")]
    assert progress.stages.load.state == "running"


def test_a_run_whose_rows_did_not_arrive_fails_where_that_was_found() -> None:
    """The commit after it did what it should."""
    history = one_load(until_loading()).worked("prove_loads", proofs(1, 1))
    progress = seen(history.worked("commit_run", summary(proven=False)))
    progress.finish(well=False)

    assert states(progress)[-2:] == ["failed", "done"]
    assert progress.stages.prove.now == "1 of 2 loads proven"


def test_a_run_that_breaks_off_fails_in_the_stage_it_was_in() -> None:
    """That is where somebody has to look."""
    progress = seen(History().worked("prepare", plan("invoices")).called("pull_pages"))
    progress.finish(well=False)

    assert states(progress)[:3] == ["done", "failed", "waiting"]


def test_a_function_that_belongs_to_no_stage_is_passed_over() -> None:
    """Another version of the flow may have more of them."""
    progress = seen(History().worked("notify_somebody", {"anything": 1}))

    assert states(progress) == ["waiting"] * 6
