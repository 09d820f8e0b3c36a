"""From what was told to runs: one per entity and window, never two at once, and nothing forgotten."""

from pathlib import Path

import pytest
from ml_connector import settings as settings_module
from ml_connector.steps.dispatching import Call

from tests.unit.webhooks.desk import Office
from tests.unit.webhooks.sender import document

SETTINGS = settings_module.load(Path(__file__).parents[3] / "infra/settings/demo.yaml")
UK, NZ = (SETTINGS.entities[code].tenant_id for code in ("UK", "NZ"))
INVOICES = ["invoices", "bills"]
TOLD_OF = [*INVOICES, "credit_notes", "payments", "prepayments", "overpayments", "contacts"]


def of(number: int, tenant: str = UK, category: str = "INVOICE") -> tuple[str, str, str]:
    return (tenant, category, document(number))


@pytest.fixture
def office() -> Office:
    return Office(SETTINGS, window_seconds=60)


def test_a_window_of_events_is_one_run_per_entity(office: Office) -> None:
    """Thousands of events must not be thousands of runs."""
    for number in range(20):
        office.hear(of(number % 5), of(number % 3, NZ), first=2 * number + 1)
        office.wait(2)

    office.wait(60)

    assert {request["entities"][0]: len(request["changed"][0]["ids"]) for request in office.requests} == {
        "UK": 5,
        "NZ": 3,
    }
    assert all(request["trigger"] == "webhook" for request in office.requests)


def test_a_window_counts_from_its_first_event(office: Office) -> None:
    """People who type all day would otherwise keep their own figures away."""
    for number in range(70):
        office.hear(of(number), first=number + 1)
        office.wait(1)

    assert len(office.requests) == 1


def test_events_during_a_run_wait_for_it(office: Office) -> None:
    """Two runs of one entity would only wait for each other."""
    office.flows.running["nightly"] = {"trigger": "schedule"}
    office.hear(of(1), of(2, NZ))
    office.wait(200)
    assert office.requests == []

    office.flows.running = {"by hand": {"entities": ["NZ"]}}
    office.wait(60)
    assert [request["entities"] for request in office.requests] == [["UK"]]

    office.flows.running.clear()
    office.wait(60)
    assert [request["entities"] for request in office.requests] == [["UK"], ["NZ"]]
    assert office.calls == []


def test_calls_of_the_day_are_left_to_the_schedule(office: Office) -> None:
    """What is fresh now must not cost what is due tonight."""
    office.left = 5000 * office.options.reserve // 100
    office.hear(of(1))
    office.wait(3600)
    assert office.requests == []

    office.left += 1
    office.wait(900)
    assert len(office.requests) == 1


def test_strangers_are_counted_and_dropped(office: Office) -> None:
    """Xero tells of every organisation that the app is connected to."""
    office.hear(("0000dead-0000-4000-8000-00000000c0de", "INVOICE", document(1)))
    office.wait(600)

    assert (office.requests, office.calls) == ([], [])
    assert office.counted == {"WebhooksOfStrangers": 1}


def test_what_cannot_be_asked_for_by_id_is_asked_by_delta(office: Office) -> None:
    """Xero takes ids for invoices only; a delta is one call."""
    office.hear(of(1, category="PAYMENT"), of(2, category="PAYMENT"))
    office.wait(60)

    assert office.requests == [{"trigger": "webhook", "entities": ["UK"], "datasets": ["payments"]}]


def test_a_category_that_nobody_knows_asks_for_everything_by_delta(office: Office) -> None:
    """Xero adds categories; until we know them, something has changed somewhere."""
    office.hear(of(1, category="PURCHASEORDER"), of(2))
    office.wait(60)

    assert office.requests[0]["datasets"] == TOLD_OF
    assert "changed" not in office.requests[0]
    assert office.counted["WebhooksOfUnknownKind"] == 1


def test_a_dataset_that_is_not_loaded_is_not_asked_for() -> None:
    """Not every firm has its contacts in its model."""
    loads = {name: load for name, load in SETTINGS.loads.items() if name != "contacts"}
    office = Office(SETTINGS.model_copy(update={"loads": loads}), window_seconds=60)
    office.hear(of(1, category="CONTACT"))

    assert office.calls == []


def test_only_the_datasets_that_settings_choose() -> None:
    """Payments may wait for the night."""
    office = Office(SETTINGS, datasets=("invoices",))
    office.hear(of(1), of(2, category="PAYMENT"))
    office.wait(60)

    assert office.requests[0]["changed"] == [{"datasets": ["invoices"], "ids": [document(1)]}]
    assert office.requests[0]["datasets"] == []


def test_a_gap_in_the_numbers_asks_everybody_by_delta_once(office: Office) -> None:
    """A lost event may have told of anything of anybody."""
    office.hear(of(1), first=1)
    office.hear(of(2), first=5)
    office.wait(200)
    assert [request["datasets"] for request in office.requests] == [[]]

    office.wait(300)  # nobody tells anything more
    office.hear(of(3), first=6)
    office.wait(300)

    deltas = [(request["entities"][0], request["datasets"]) for request in office.requests if request["datasets"]]
    assert sorted(deltas) == [("NZ", TOLD_OF), ("UK", TOLD_OF)]
    assert office.requests[-1]["changed"][0]["ids"] == [document(3)]
    assert office.counted["WebhooksLost"] == 1


def test_a_delivery_that_comes_late_closes_its_gap(office: Office) -> None:
    """Xero tries again at once, and the queue keeps no order."""
    for first in (1, 3, 2):
        office.hear(of(first), first=first)
    office.wait(200)

    assert [request["datasets"] for request in office.requests] == [[]]


def test_a_dispatcher_that_dies_before_it_starts_the_run_starts_it_the_next_time(office: Office) -> None:
    """The message comes again, and nothing of what it took is lost or read twice."""
    office.hear(of(1))
    office.flows.broken = True
    call = office.calls[0][1]
    with pytest.raises(ConnectionError):
        office.wait(60)
    office.hear(of(2), first=2)
    office.flows.broken = False

    office.dispatcher.look(call)
    office.wait(200)

    assert [request["changed"][0]["ids"] for request in office.requests] == [[document(1)], [document(2)]]


def test_calls_that_come_twice_are_one(office: Office) -> None:
    """A standard queue delivers at least once; calls must not breed."""
    office.flows.running["nightly"] = {}
    office.hear(of(1))
    (due, call), *_ = office.calls
    office.now = due

    office.dispatcher.look(call)
    office.dispatcher.look(call)

    assert len(office.calls) == 2  # the first one, which was taken by hand, and one more
    office.dispatcher.look(Call(entity="GONE", due=due))
