"""Webhooks as Xero sends them: signed, in any order, more than once, and tried again for a day."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.xero.webhooks.outbox import Outbox
from infra.local.vendors.xero.webhooks.settings import KEY, Sending
from tests.simulators.xero.books import NOW, NZ, UK, made_id
from tests.simulators.xero.client import Client

URL = "http://receiver.test/hook"


class Receiver:
    """Answers as told, or as it should; keeps what came."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.bodies: list[dict[str, Any]] = []
        self.forged = 0

    def __call__(self, url: str, raw: bytes, headers: Mapping[str, str]) -> int:
        assert url == URL
        right = base64.b64encode(hmac.new(KEY.encode(), raw, hashlib.sha256).digest()).decode()
        if headers["x-xero-signature"] != right:
            self.forged += 1
            return 401
        answer = self.answers.pop(0) if self.answers else 200
        self.bodies.append(json.loads(raw))
        return answer

    @property
    def spans(self) -> list[tuple[int, int]]:
        return [(one["firstEventSequence"], one["lastEventSequence"]) for one in self.bodies if one["events"]]


class Office:
    """An outbox with a receiver that passes the intent, and a clock that stands still."""

    def __init__(self, **sending: Any) -> None:
        self.clock = Clock()
        self.clock.speed(0)
        self.receiver = Receiver()
        self.outbox = Outbox(Sending(**sending), self.clock, self.receiver, random.Random(7))  # noqa: S311 - trouble, no secret
        self.outbox.aim(URL)
        assert self.outbox.validate() == "ok"
        self.receiver.forged = 0

    def tell(self, number: int) -> None:
        for n in range(number):
            self.outbox.tell({"resourceId": made_id(1, n), "tenantId": UK})

    def pump(self, *after: float) -> None:
        self.outbox.pump()
        for minutes in after:
            self.clock.advance(timedelta(minutes=minutes))
            self.outbox.pump()


def test_the_intent_to_receive_is_good_and_bad_signatures_over_nothing() -> None:
    """Who answers everything with 200 verifies nothing, and gets nothing."""
    office = Office()
    assert [one["events"] for one in office.receiver.bodies] == [[], [], []]

    careless = Outbox(Sending(), office.clock, lambda *_: 200)
    careless.aim(URL)

    assert careless.validate() == "intent to receive required"
    careless.tell({})
    careless.pump()
    assert set(careless.posts) == {200}
    assert len(careless.posts) == 2


def test_events_are_numbered_over_all_deliveries() -> None:
    """Whoever counts along sees what is missing."""
    office = Office(batch=3)
    office.tell(7)
    office.pump()
    office.tell(1)
    office.pump()

    assert office.receiver.spans == [(1, 3), (4, 6), (7, 7), (8, 8)]


def test_a_failure_is_tried_at_once_and_then_ever_less_often() -> None:
    """Once at once, after 15 minutes, then after more."""
    office = Office()
    office.receiver.answers = [500, 500, 500, 0, 200]
    office.tell(1)

    office.pump(14, 1, 29, 1)

    assert office.receiver.spans == [(1, 1)] * 4
    office.pump(60)
    assert office.receiver.spans == [(1, 1)] * 5
    office.pump(60 * 24)
    assert len(office.receiver.spans) == 5


def test_a_day_of_failures_switches_webhooks_off_until_they_are_validated_again() -> None:
    """Then everything that was kept comes in its order."""
    office = Office()
    office.receiver.answers = [503] * 100
    office.tell(1)
    office.pump(*([60] * 30))
    assert office.outbox.standing == "disabled"
    office.tell(1)
    office.receiver.answers, office.receiver.bodies = [], []

    office.pump()
    assert office.receiver.bodies == []
    assert office.outbox.validate() == "ok"
    office.pump()

    assert office.receiver.spans == [(1, 1), (2, 2)]


def test_trouble_on_order() -> None:
    """Twice, in any order, forged by somebody else, and some never."""
    office = Office(batch=1, duplicates=1.0, disorder=True, forged=1.0, lose=2)
    office.tell(6)
    office.pump()

    assert sorted(office.receiver.spans) == sorted([(n, n) for n in range(3, 7)] * 2)
    assert office.receiver.spans != sorted(office.receiver.spans)
    assert office.receiver.forged == 8


@pytest.fixture
def told(client: Client) -> Iterator[Receiver]:
    """What a simulator tells, which is pumped by hand."""
    outbox = client.running.simulator.state.outbox
    receiver = Receiver()
    outbox._post = receiver  # noqa: SLF001 - the line is all that is not real here
    client.admin("POST", "webhooks", {"url": URL})
    client.running.simulator.webhooks.stop()
    assert client.admin("POST", "webhooks/intent").json()["standing"] == "ok"
    receiver.bodies.clear()
    yield receiver
    client.admin("POST", "reset")


def test_an_edit_is_told_and_shows_no_figure(client: Client, told: Receiver) -> None:
    """Ids, and a time without a zone."""
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "Status": "VOIDED"})
    client.running.simulator.state.outbox.pump()

    (event,) = told.bodies[0]["events"]
    assert event == {
        "resourceUrl": f"https://api.xero.com/api.xro/2.0/Invoices/{made_id(1, 1)}",
        "resourceId": made_id(1, 1),
        "tenantId": UK,
        "tenantType": "ORGANISATION",
        "eventCategory": "INVOICE",
        "eventType": "UPDATE",
        "eventDateUtc": NOW.strftime("%Y-%m-%dT%H:%M:%S.000"),
    }


def test_one_delivery_tells_of_all_organisations_and_of_nothing_without_a_webhook(
    client: Client, told: Receiver
) -> None:
    """Accounts, tracking and bank transactions have none; a change without a new stamp is none."""
    for tenant, collection, record in (
        (UK, "Contacts", {"Name": "New"}),
        (NZ, "CreditNotes", {"Type": "ACCRECCREDIT", "Status": "PAID"}),
        (UK, "Accounts", {"Name": "New"}),
        (UK, "BankTransactions", {"Status": "AUTHORISED"}),
    ):
        client.admin("PUT", f"tenants/{tenant}/{collection}", record)
    client.admin("PUT", f"tenants/{UK}/Invoices?touch=false", {"InvoiceID": made_id(1, 1), "AmountDue": 1})
    client.running.simulator.state.outbox.pump()

    (body,) = told.bodies
    assert [(one["tenantId"], one["eventCategory"], one["eventType"]) for one in body["events"]] == [
        (UK, "CONTACT", "CREATE"),
        (NZ, "CREDITNOTE", "CREATE"),
    ]
    assert body["events"][1]["data"] == {"Type": "ACCRECCREDIT", "Status": "PAID"}


def test_an_organisation_that_is_not_connected_is_not_told_of(client: Client, told: Receiver) -> None:
    """Its owner has taken the consent back."""
    client.admin("DELETE", f"tenants/{UK}")
    client.edit("Invoices", {"InvoiceID": made_id(1, 1), "Status": "VOIDED"})
    client.running.simulator.state.outbox.pump()

    assert told.bodies == []


def test_an_operator_may_tell_anything(client: Client, told: Receiver) -> None:
    """Of kinds that Xero has yet to invent."""
    client.admin("POST", "webhooks/events", {"events": [{"eventCategory": "NEW"}]})
    client.running.simulator.state.outbox.pump()

    assert told.bodies[0]["events"] == [{"eventCategory": "NEW"}]
