"""What must not be written down anywhere: passwords, client secrets, tokens, and the content of vendors' answers."""

import pytest

from infra.local.vendors.common.faults import Fault
from tests.workflows import edits, traces
from tests.workflows.rig import Rig
from tests.workflows.stage_settings import LOCKED_OUT, REVOKED
from tests.workflows.wiretap import Wiretap

BODY = "canary-in-a-body-4711"
NOT_FOR_BODIES = ("logs", "histories", "items")  # raw pages and chunks are bodies, and lie in the bucket


@pytest.fixture(scope="module")
def after_trouble(stage: Rig, wiretap: Wiretap) -> Rig:
    """Runs of every kind, from a cold start: good ones, refused logins, vendors that echo."""
    rig = stage
    rig.calm()
    for entity in (REVOKED, LOCKED_OUT):
        assert not rig.run(entity).succeeded
    books = rig.books("UK")
    original = edits.documents(books)[0]
    line = {**edits.booked(original)[0], "Description": BODY}
    edits.copied(books, {**original, "LineItems": [line], "Contact": {"Name": BODY}})
    for fault in _echoes(wiretap):
        rig.xero.state.faults.add(fault.model_copy(update={"method": "GET", "path": "/Invoices$"}))
        rig.anaplan.faults.add(fault.model_copy(update={"method": "GET", "path": "/files$"}))
        rig.run("UK", datasets=["invoices"])
        rig.xero.state.faults.clear()
        rig.run("UK", datasets=["invoices"])
        rig.calm()
    assert rig.run("UK", datasets=["invoices"]).succeeded
    return rig


@pytest.mark.parametrize("place", traces.PLACES)
def test_no_secret_is_written_down(after_trouble: Rig, wiretap: Wiretap, place: str) -> None:
    """Whoever reads logs, tables or buckets must not be able to act as the connector."""
    assert {"simulated-secret-simulated-secret-simulated-0001", "made-up-for-the-demo"} <= wiretap.secrets
    assert len(wiretap.secrets) > 6

    found = {
        where for where, text in traces.PLACES[place](after_trouble.home) for one in wiretap.secrets if one in text
    }

    assert found == set()


@pytest.mark.parametrize("place", NOT_FOR_BODIES)
def test_no_body_is_written_down(after_trouble: Rig, place: str) -> None:
    """Descriptions and names are business secrets and often personal; logs are read by many."""
    kept = (where for where, text in traces.objects(after_trouble.home) if BODY in text)
    assert any("/raw/" in where for where in kept)

    assert {where for where, text in traces.PLACES[place](after_trouble.home) if BODY in text} == set()


def test_every_function_has_written_something(after_trouble: Rig) -> None:
    """Nothing is easily found in logs that are not there."""
    written = {where for where, _ in traces.logs(after_trouble.home)}

    assert len(written) >= 10


def _echoes(wiretap: Wiretap) -> list[Fault]:
    """Answers of vendors, or of proxies in between, that repeat what they were sent."""
    sent = f"{BODY} {' '.join(sorted(wiretap.secrets))}"
    return [
        Fault(status=400, body={"Detail": sent, "Message": sent, "Type": sent, "ErrorNumber": sent, "error": sent}),
        Fault(status=401, body={"Detail": sent}, times=5),
        Fault(status=500, body=f"<pre>Authorization: {sent}</pre>"),
        Fault(status=200, body={"Invoices": sent, "files": sent, "meta": sent}),
        Fault(status=200, body=sent),
    ]
