"""Whatever goes wrong at Xero for a while: the run goes on by itself, and the model holds the books."""

from datetime import datetime, timedelta

import pytest
from pydantic import JsonValue

from infra.local.vendors.common.faults import Fault
from tests.workflows import edits
from tests.workflows.compare import same_figures
from tests.workflows.hooks import before
from tests.workflows.rig import Rig
from tests.workflows.run import Told
from tests.workflows.stage_settings import XERO_SECRET

INVOICES = "/Invoices$"
BEGINNING = "2020-01-01T00:00:00Z"
HTML = "<html><body><h1>502 Bad Gateway</h1></body></html>"
EXPIRED: JsonValue = {"Type": None, "Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired"}


def get(status: int, body: JsonValue = "", **headers: str) -> Fault:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Fault(method="GET", path=INVOICES, status=status, body=body, headers=named)


FAULTS = {
    "limits": [
        get(429, Retry_After="1", X_Rate_Limit_Problem="minute"),
        get(429, Retry_After="1", X_Rate_Limit_Problem="appminute"),
        get(429, X_Rate_Limit_Problem="concurrent"),
    ],
    "outages": [
        get(503, "The Xero API is currently offline for maintenance"),
        get(503, "The Xero API is temporarily unavailable"),
        get(503, "The Organisation is offline"),
        get(502, HTML, Content_Type="text/html"),
        get(500, "An error occurred in Xero. Check the API Status page"),
    ],
    "cut connections": [
        Fault(method="GET", path=INVOICES, kind="drop_before"),
        Fault(method="GET", path=INVOICES, kind="drop_after"),
    ],
    "refusals that pass": [
        get(401, EXPIRED),
        get(403, {"Title": "Forbidden", "Status": 403, "Detail": "AuthenticationUnsuccessful"}),
    ],
}


TROUBLE_AT_IDENTITY = [
    Fault(status=503, body="temporarily unavailable"),
    Fault(status=429, headers={"Retry-After": "1"}),
    Fault(status=502, body=HTML),
    Fault(kind="drop_before"),
    Fault(kind="drop_after"),
]


def after_an_edit(rig: Rig) -> Told:
    """A new invoice, and a run that must bring it."""
    books = rig.books("UK")
    edits.copied(books, edits.documents(books)[0])
    told = rig.run("UK", datasets=["invoices"])
    assert told.succeeded, told.why
    same_figures(rig, "UK", "invoices")
    return told


@pytest.mark.parametrize("trouble", FAULTS)
def test_faults_that_pass_do_not_end_a_run(loaded: Rig, trouble: str) -> None:
    """Nobody is there at half past five to start it again."""
    for fault in FAULTS[trouble]:
        loaded.xero.state.faults.add(fault)
    last = loaded.xero_last()

    after_an_edit(loaded)

    met = [entry.status for entry in loaded.xero_calls("UK", last) if entry.path.endswith("/Invoices")]
    expected = [fault.status if fault.kind == "answer" else 0 for fault in FAULTS[trouble]]
    assert [status for status in met if status != 200] == expected


def test_a_pause_that_xero_asks_for_is_waited_by_the_workflow(loaded: Rig) -> None:
    """A function that sleeps is paid for, and is killed in the middle of it."""
    loaded.xero.state.faults.add(get(429, Retry_After="3", X_Rate_Limit_Problem="minute"))

    told = after_an_edit(loaded)

    assert 2 <= max(told.waits) <= 3
    assert told.raised() == []


def test_no_more_than_five_calls_are_under_way_for_one_organisation(loaded: Rig) -> None:
    """Xero refuses the sixth, and a refusal counts against the day."""
    loaded.xero.state.limits.concurrent = 5
    last = loaded.xero_last()

    told = loaded.run("UK", since=BEGINNING)

    assert told.succeeded, told.why
    assert 429 not in {entry.status for entry in loaded.xero_calls("UK", last)}


def test_a_token_that_dies_between_two_pages_is_renewed_once(loaded: Rig) -> None:
    """A long pass outlives the thirty minutes of a token; its refresh token may be used once only."""
    clock, tokens, last = loaded.xero.state.clock, loaded.xero.state.journal, loaded.xero_last()

    with before(loaded.xero, "GET", r"/Invoices\?.*page=2", lambda: clock.advance(timedelta(minutes=31))):
        told = loaded.run("UK", datasets=["invoices"], since=BEGINNING)

    assert told.succeeded, told.why
    same_figures(loaded, "UK", "invoices")
    assert sum(entry.path == "/connect/token" for entry in tokens.entries(last)) == 1
    assert loaded.kept.secret(XERO_SECRET)["refresh_token"] == loaded.xero.state.tokens.refresh_token


def test_the_newest_refresh_token_is_the_one_that_is_used(loaded: Rig) -> None:
    """Xero takes the one before for half an hour more, so using it would be found out in production only."""
    seen = set()
    for _ in range(2):
        loaded.xero.state.clock.advance(timedelta(minutes=31))
        seen.add(loaded.kept.secret(XERO_SECRET)["refresh_token"])
        after_an_edit(loaded)

    assert len(seen | {loaded.kept.secret(XERO_SECRET)["refresh_token"]}) == 3
    assert datetime.fromisoformat(loaded.kept.secret(XERO_SECRET)["expires_at"]).tzinfo is not None


def test_trouble_while_a_token_is_renewed_passes_too(loaded: Rig) -> None:
    """A refresh token is spent by its use, also when the answer gets lost: Xero lets it be used again for a while."""
    loaded.xero.state.clock.advance(timedelta(minutes=31))
    for trouble in TROUBLE_AT_IDENTITY:
        loaded.xero.state.faults.add(trouble.model_copy(update={"method": "POST", "path": "/connect/token"}))

    after_an_edit(loaded)

    assert loaded.kept.secret(XERO_SECRET)["refresh_token"] == loaded.xero.state.tokens.refresh_token
