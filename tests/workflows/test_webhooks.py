"""From an edit in Xero through the route, the queue and the dispatcher to the model, minutes before the night."""

import json
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import timedelta

import requests
from ml_connector.xero import dates

from infra.local.home import Run
from infra.local.vendors.xero.webhooks.outbox import Outbox, signature
from tests.workflows import edits
from tests.workflows.compare import same_figures, sides
from tests.workflows.rig import Rig
from tests.workflows.wiretap import Wiretap

PATIENCE = 180.0
WINDOW = 1
MEDIAN = WINDOW + 15.0
BY_ID = 40


def until(true: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def quiet(rig: Rig, outbox: Outbox) -> None:
    """Everything is delivered, and no run is under way or to come."""

    def nothing_left() -> bool:
        dynamodb, table = rig.home.client("dynamodb"), rig.home.description.table
        kept = [
            dynamodb.get_item(TableName=table, Key={"pk": {"S": f"HINT#{entity}"}, "sk": {"S": "HINT"}}).get("Item")
            for entity in ("UK", "NZ")
        ]
        states = [json.loads(item["state"]["S"]) for item in kept if item]
        waiting = any(state.get(name) for state in states for name in ("changed", "datasets", "called", "started"))
        return outbox.idle and not waiting and all(run.status() != "RUNNING" for run in rig.webhook_runs())

    until(nothing_left)
    time.sleep(2.5)  # the dispatcher may hold a message that it has not noted yet
    until(nothing_left)


def test_an_edit_is_in_the_model_within_the_window_and_some_seconds(loaded: Rig, wiretap: Wiretap) -> None:
    """Minutes instead of a night; and the night finds nothing new to load, from the cursor where it was."""
    wiretap.secrets.add(loaded.xero.state.outbox.sending.key)
    books = loaded.books("UK")
    loaded.xero.state.clock.advance(timedelta(hours=1))  # so that no edit of another test is in the delta any more
    assert loaded.run("UK").succeeded
    cursors = {name: loaded.kept.cursor("UK", name) for name in ("invoices", "bills", "payments")}
    other = edits.new_account(books, Code="4910", Name="Boathouse")
    took = []
    with loaded.telling() as outbox:
        for document in edits.documents(books)[:2] + edits.documents(books, "ACCPAY")[:1]:
            begun = time.monotonic()
            edits.move_line(books, document["InvoiceID"], other)
            kind = "invoices" if document["Type"] == "ACCREC" else "bills"
            line = f"UK-{edits.booked(document)[0]['LineItemID']}"
            until(lambda kind=kind, line=line: sides(loaded, "UK").held.lines(kind)[line].account == f"UK:{other}")  # type: ignore[misc]  # bound
            took.append(time.monotonic() - begun)
        quiet(loaded, outbox)

    assert {name: loaded.kept.cursor("UK", name) for name in cursors} == cursors
    night = loaded.run("UK")
    assert night.succeeded, night.why
    assert {night.results["UK", name]["rows_sent"] for name in cursors} == {0}
    assert night.results["UK", "invoices"]["unchanged"] >= 2
    same_figures(loaded, "UK")
    assert statistics.median(took) < MEDIAN, took


def test_a_change_behind_the_lock_date_is_told_of_at_once(loaded: Rig) -> None:
    """By the same rules as on a schedule; the night finds the document unchanged, and would not tell of it."""
    books = loaded.books("UK")
    oldest = min(edits.documents(books), key=lambda one: dates.day(one["Date"]))
    organisation = books["Organisation"].records()[0]
    lock = dates.day(oldest["Date"]).isoformat()
    before = {run.name for run in loaded.webhook_runs()}
    with loaded.telling() as outbox:
        books.upsert("Organisation", [{**organisation, "PeriodLockDate": lock}])
        assert loaded.run("UK", datasets=["invoices"]).succeeded  # the night's, which sees the lock
        edits.changed(books, oldest, InvoiceNumber=f"{oldest['InvoiceNumber']}-W")
        until(lambda: {run.name for run in loaded.webhook_runs()} - before)
        quiet(loaded, outbox)
    books.upsert("Organisation", [{**organisation, "PeriodLockDate": None}])

    runs = [run.name for run in loaded.webhook_runs() if run.name not in before]
    told = [loaded.kept.content(key) for run in runs for key in loaded.kept.keys(f"runs/{run}/behind-lock/")]
    assert [one for one in told if oldest["InvoiceID"] in one]
    same_figures(loaded, "UK")


def test_a_storm_of_deliveries_leaves_the_model_equal_to_the_books(loaded: Rig) -> None:
    """Twice, forged, in any order, for both companies, while receivers and dispatchers die."""
    last = loaded.xero_last()
    before = {run.name for run in loaded.webhook_runs()}
    with loaded.telling(batch=2, duplicates=0.2, forged=0.05, disorder=True) as outbox:
        for round_ in range(3):
            for entity in ("UK", "NZ"):
                for document in edits.documents(loaded.books(entity))[:15]:
                    edits.changed(loaded.books(entity), document, InvoiceNumber=f"STORM-{round_}")
            loaded.workers.kill("receive_webhook" if round_ % 2 else "dispatch_webhooks")
        edits.changed(loaded.books("UK"), edits.documents(loaded.books("UK"))[3], Status="VOIDED")
        until(lambda: outbox.idle)
        loaded.xero.state.clock.advance(timedelta(minutes=16))  # what failed twice is tried again
        quiet(loaded, outbox)

    runs = [run for run in loaded.webhook_runs() if run.name not in before]
    assert {run.status() for run in runs} == {"SUCCEEDED"}
    for entity in ("UK", "NZ"):
        of_entity = [run for run in runs if run.name.startswith(f"webhook-{entity}-")]
        calls = len([one for one in loaded.xero_calls(entity, last) if "/api.xro/" in one.path])
        assert of_entity
        assert calls <= sum(_planned_calls(loaded, run) for run in of_entity)
        same_figures(loaded, entity)
    assert 401 in outbox.posts
    assert _most_at_once(loaded, runs) == 1


def test_a_lost_event_is_found_by_a_delta(loaded: Rig) -> None:
    """A gap in Xero's numbers says that something was told which nobody heard."""
    with loaded.telling(batch=1) as outbox:
        first, second, third = edits.documents(loaded.books("UK"))[:3]
        edits.changed(loaded.books("UK"), first, Reference="heard")
        until(lambda: outbox.idle)
        outbox.sending.lose = 1
        edits.changed(loaded.books("UK"), second, Status="VOIDED")
        until(lambda: outbox.idle)
        edits.changed(loaded.books("UK"), third, Reference="heard as well")
        until(lambda: f"UK-{edits.booked(second)[0]['LineItemID']}" not in sides(loaded, "UK").held.lines("invoices"))
        quiet(loaded, outbox)

    same_figures(loaded, "UK")


def test_whoever_does_not_know_the_key_gets_nothing_done(loaded: Rig) -> None:
    """The route is open to the world: wrong methods, paths and signatures end at it."""
    url = loaded.home.description.webhooks
    assert url is not None
    raw = b'{"events":[],"firstEventSequence":0,"lastEventSequence":0}'
    signed = {"x-xero-signature": signature(raw, "guessed"), "Content-Type": "application/json"}

    answers = [
        requests.post(url, data=raw, headers=signed, timeout=10),
        requests.post(url, data=raw, timeout=10),
        requests.post(url, data=b"x" * 600_000, headers=signed, timeout=10),
        requests.get(url, timeout=10),
        requests.post(f"{url}/more", data=raw, timeout=10),
    ]

    assert [(one.status_code, one.content) for one in answers[:3]] == [(401, b"")] * 3
    assert {one.status_code for one in answers[3:]} <= {403, 404, 405}


def _planned_calls(rig: Rig, run: Run) -> int:
    """The members, a call per forty documents, and one per delta if something seemed to be lost."""
    told = rig.home.client("stepfunctions").describe_execution(executionArn=run.arn)
    request = json.loads(told["input"])
    return 2 + sum(-(-len(one["ids"]) // BY_ID) for one in request.get("changed", ())) + len(request["datasets"])


def _most_at_once(rig: Rig, runs: Sequence[Run]) -> int:
    """Of one entity, how many runs were under way at the same time."""
    told = [rig.home.client("stepfunctions").describe_execution(executionArn=run.arn) for run in runs]
    spans = [(one["name"].split("-")[1], one["startDate"], one["stopDate"]) for one in told]
    return max(len([1 for b in spans if a[0] == b[0] and a[1] < b[2] and b[1] < a[2]]) for a in spans)
