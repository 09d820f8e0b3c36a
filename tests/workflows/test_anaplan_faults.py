"""Whatever goes wrong at Anaplan for a while: the run goes on by itself, and every row is in the model once."""

from collections import Counter
from datetime import timedelta
from threading import Timer

import pytest

from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.compare import same_figures
from tests.workflows.hooks import before
from tests.workflows.rig import Rig
from tests.workflows.run import Told
from tests.workflows.stage_settings import ANAPLAN_SECRET

CHUNK, COMPLETE, START, LOOK = r"/chunks/\d+$", "/complete$", "/processes/\\d+/tasks$", "/tasks/[0-9A-F]{32}$"
PLACES = {
    "model list": ("GET", "/models$"),
    "file list": ("GET", "/files$"),
    "process": ("GET", r"/processes/\d+$"),
    "begin": ("POST", r"/files/\d+$"),
    "chunk": ("PUT", CHUNK),
    "complete": ("POST", COMPLETE),
    "task list": ("GET", START),
    "start": ("POST", START),
    "look": ("GET", LOOK),
}
TROUBLE = {
    "429 with a time": Fault(status=429, headers={"Retry-After": "1"}),
    "429 without": Fault(status=429),
    "503": Fault(status=503, body="Service Unavailable"),
    "502 in HTML": Fault(status=502, body="<html>Bad Gateway</html>", headers={"Content-Type": "text/html"}),
    "410": Fault(status=410),
    "409": Fault(status=409),
    "424": Fault(status=424),
    "401": Fault(status=401),
    "cut before": Fault(kind="drop_before"),
    "cut after": Fault(kind="drop_after"),
    "slow": Fault(kind="delay", delay=1.0),
}
CASES = {
    "limits and refusals at the start": [("start", of) for of in ("429 with a time", "409", "401")],
    "a start that did not arrive": [("start", "cut before")],
    "a start whose answer is lost": [("start", "cut after")],
    "during the upload": [("chunk", of) for of in ("429 with a time", "cut after", "409", "424")],
    "at the end of the upload": [("complete", of) for of in ("503", "cut after", "slow")],
    "while it is looked at": [("look", of) for of in ("429 without", "502 in HTML", "410")],
    "on the way there": [(place, "503") for place in ("model list", "file list", "process", "begin", "task list")],
}


def after_an_edit(rig: Rig) -> Told:
    """A new invoice, and a run that must bring it, with one import."""
    books = rig.books("UK")
    edits.copied(books, edits.documents(books)[0])
    known = rig.tasks("Load Xero invoices")
    told = rig.run("UK", datasets=["invoices"])
    assert told.succeeded, told.why
    same_figures(rig, "UK", "invoices")
    assert rig.tasks("Load Xero invoices") == known + 1
    return told


@pytest.mark.parametrize("when", CASES)
def test_faults_that_pass_do_not_end_a_run(loaded: Rig, when: str) -> None:
    """Nobody is there at half past five, and an import that is started twice keeps planners waiting twice."""
    faults = [_at(place, TROUBLE[trouble]) for place, trouble in CASES[when]]
    for fault in faults:
        loaded.anaplan.faults.add(fault)
    last = loaded.anaplan_last()

    after_an_edit(loaded)

    met = Counter(entry.status for entry in loaded.anaplan.journal.entries(last))
    for status, times in Counter(map(_status, faults)).items():
        assert met[status] >= times


def test_a_token_that_dies_in_the_middle_of_an_upload_is_replaced(loaded: Rig) -> None:
    """Uploads can take longer than the thirty-five minutes of a token."""
    books = loaded.books("UK")
    original = edits.documents(books)[0]
    edits.copied(books, {**original, "LineItems": 12 * edits.booked(original)[:4]})
    document = books["Invoices"].records()[-1]
    edits.with_lines(books, document, document["LineItems"])
    clock = loaded.anaplan.clock

    with before(loaded.anaplan, "PUT", "/chunks/1", lambda: clock.advance(timedelta(minutes=40))):
        told = after_an_edit(loaded)

    assert told.results["UK", "invoices"]["rows_sent"] > 40
    assert loaded.kept.secret(ANAPLAN_SECRET)["token"]


def test_a_run_waits_while_somebody_else_keeps_the_model_busy(loaded: Rig) -> None:
    """Anaplan does not refuse then, it lets everybody wait."""
    planner, last = loaded.anaplan.tenant.users.all()[-1], loaded.anaplan_last()

    with before(loaded.anaplan, "POST", COMPLETE, lambda: loaded.live.occupy(1.0, planner)):
        after_an_edit(loaded)

    assert max(entry.seconds for entry in loaded.anaplan.journal.entries(last)) >= 1


def test_a_queued_import_is_looked_at_until_it_has_ended(loaded: Rig) -> None:
    """A large model takes minutes; the lock must live as long."""
    loaded.anaplan.tenant.switches.change({"queue_seconds": 0.5, "task_seconds": 1.0})

    told = after_an_edit(loaded)

    assert told.called("poll_import") > told.called("start_import")


def test_a_cancelled_import_is_no_success_and_the_next_run_brings_its_rows(loaded: Rig) -> None:
    """An administrator may stop an import; none or not all of its rows are in the model then."""
    books, queue = loaded.books("UK"), loaded.live.queue
    edits.copied(books, edits.documents(books)[0])
    loaded.anaplan.tenant.switches.change({"task_seconds": 30.0})
    cursor = loaded.kept.cursor("UK", "invoices")

    def cancel() -> None:
        task = queue.running
        assert task is not None
        Timer(0.1, queue.cancel, (task, "an.admin@harbourvale.example")).start()

    with before(loaded.anaplan, "GET", LOOK, cancel):
        told = loaded.run("UK", datasets=["invoices"])

    assert not told.succeeded
    assert "cancelled by an.admin@harbourvale.example" in told.why
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.kept.holder() is None
    loaded.calm()
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def _at(place: str, fault: Fault) -> Fault:
    method, path = PLACES[place]
    return fault.model_copy(update={"method": method, "path": path})


def _status(fault: Fault) -> int:
    """What the journal says of a request that was hit."""
    return {"answer": fault.status, "delay": 200}.get(fault.kind, 0)
