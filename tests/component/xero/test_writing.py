"""Manual journals through the real client into the simulated Xero: once, found again, judged, read back, ended."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
import requests
from ml_connector.errors import ContractBroken, Rejected
from ml_connector.http import Http
from ml_connector.sync.plan.journals import JournalLine
from ml_connector.sync.plan.outgoing import Outgoing
from ml_connector.sync.plan.posted import differences
from ml_connector.tokens import SharedToken
from ml_connector.xero.auth import XeroCredentials, renew
from ml_connector.xero.client import XeroClient
from ml_connector.xero.writing import ManualJournals
from msgspec.structs import replace

from infra.local.vendors.common.faults import Fault
from infra.local.vendors.xero import start
from tests.component.xero.conftest import MARGIN
from tests.component.xero.reader import MemoryVault, Simulator
from tests.simulators.xero.books import UK
from tests.simulators.xero.ledgers import id_of
from tests.simulators.xero.writing import writable_books

LONG_AGO = datetime.now(UTC) - timedelta(days=4000)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Simulator]:
    with start(organisations=[writable_books()]) as running:
        yield running


@pytest.fixture(scope="module")
def journals(simulator: Simulator) -> ManualJournals:
    about = simulator.description()
    named = {name: about[name] for name in ("client_id", "client_secret", "refresh_token")}
    http, vault = Http(requests.Session()), MemoryVault(XeroCredentials.model_validate(named))
    token = SharedToken(vault, renew(http, simulator.url, "web_app"), lambda: datetime.now(UTC), MARGIN)
    client = XeroClient(http, simulator.url, token, UK)
    return ManualJournals(client, lambda run, marker: f"https://example.com/runs/{run}?journal={marker}")


def line(code: str, amount: str, *tracking: tuple[str, str]) -> JournalLine:
    value = Decimal(amount)
    return JournalLine(account_id=id_of(code), account_code=code, amount=value, description=code, tracking=tracking)


def outgoing(*lines: JournalLine, status: str = "DRAFT", day: date = date(2026, 10, 31)) -> Outgoing:
    """A journal under a mark of its own."""
    marker = f"mlc-{uuid4().hex[:20]}"
    made = lines or (line("400", "5.05"), line("200", "-5.05"))
    return Outgoing(marker, f"Plan [{marker}]", "r-1", day, status, "NoTax", cash_basis=False, lines=made)


def test_a_journal_is_read_back_as_it_was_sent(journals: ManualJournals) -> None:
    """To the cent, with its tracking, and found by its mark."""
    sent = outgoing(line("400", "1234.56", ("Category 1", "North")), line("200", "-1234.56"), status="POSTED")

    (answer,) = journals.post([sent])

    assert answer.faults == ()
    found = journals.read(answer.id or "")
    assert list(differences(sent.lines, sent.date, sent.status, found)) == []
    assert journals.find([sent.marker, "mlc-other"], LONG_AGO) == {sent.marker: found}
    assert found.url.endswith(f"/runs/r-1?journal={sent.marker}")


def test_the_same_call_again_stores_nothing_again(journals: ManualJournals) -> None:
    """Within six minutes, by the Idempotency-Key that the body makes."""
    sent = [outgoing(), outgoing()]

    assert journals.post(sent) == journals.post(sent)
    assert len(journals.find([one.marker for one in sent], LONG_AGO)) == 2


def test_each_journal_is_judged_by_itself(journals: ManualJournals) -> None:
    """One that does not balance keeps no other from being stored, and is told in Xero's words."""
    good, bad = outgoing(), outgoing(line("400", "5"), line("200", "-4"))

    stored, refused = journals.post([good, bad])

    assert stored.id
    assert stored.faults == ()
    assert refused.id is None
    assert "must equal total credits" in refused.faults[0]
    assert set(journals.find([good.marker, bad.marker], LONG_AGO)) == {good.marker}


def test_a_warning_is_a_fault_of_a_journal_that_is_stored(journals: ManualJournals) -> None:
    """Xero warns of what it has left out, and keeps the rest."""
    (answer,) = journals.post([outgoing(line("400", "5", ("Category 1", "Nowhere")), line("200", "-5"))])

    assert answer.id
    assert "has been removed" in answer.faults[0]


def test_a_draft_is_deleted_and_a_posted_journal_voided(journals: ManualJournals) -> None:
    """Xero knows no other way to take either back, and says no in words."""
    draft, posted = journals.post([outgoing(), outgoing(status="POSTED")])

    journals.end(draft.id or "", "DELETED")
    with pytest.raises(Rejected, match=r"Xero refuses it: [A-Z]"):
        journals.end(posted.id or "", "DELETED")
    journals.end(posted.id or "", "VOIDED")

    assert journals.read(draft.id or "").status == "DELETED"
    assert journals.read(posted.id or "").status == "VOIDED"


def test_a_page_in_place_of_xeros_answer_has_ended_no_journal(simulator: Simulator, journals: ManualJournals) -> None:
    """A gateway's page with status 200: taken for a yes, the old journal would count beside the new one."""
    (posted,) = journals.post([outgoing(status="POSTED")])
    page = Fault(method="POST", status=200, body="<html>Sign in</html>", headers={"Content-Type": "text/html"})
    simulator.simulator.state.faults.add(page)

    with pytest.raises(ContractBroken, match="not JSON"):
        journals.end(posted.id or "", "VOIDED")

    assert journals.read(posted.id or "").status == "POSTED"


def test_a_note_is_added_to_the_history(journals: ManualJournals) -> None:
    """Evidence where the accountant looks."""
    (one,) = journals.post([outgoing()])

    journals.note(one.id or "", "approved by somebody")


def test_what_xero_has_left_out_is_a_difference(journals: ManualJournals) -> None:
    """A dropped line, lost tracking, another day: whoever reads back sees each."""
    sent = outgoing(status="POSTED")
    (one,) = journals.post([sent])
    found = journals.read(one.id or "")
    wished = (replace_tracking(sent.lines[0]), *sent.lines[1:])

    assert len(list(differences(wished, sent.date, sent.status, found))) == 2
    assert list(differences(sent.lines, sent.date, "DRAFT", replace(found, lines=found.lines[:1]))) == [
        "its status is POSTED, sent was DRAFT",
        "a line is missing: account 200, -5.05",
    ]


def replace_tracking(one: JournalLine) -> JournalLine:
    return replace(one, tracking=(("Region", "North"),))
