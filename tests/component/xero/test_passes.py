"""Whole passes while people work in Xero."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import requests
from ml_connector.xero.client import XeroClient

from infra.local.vendors.xero.accounting.listing import Listed
from tests.component.xero.reader import NewClient, OrderBlind, Simulator, read_invoices, scattered, stamps
from tests.simulators.xero.books import UK


def oldest(listed: Listed) -> str:
    return str(min(listed.selection, key=lambda record: record["UpdatedDateUTC"])["InvoiceID"])


def edit(listed: Listed) -> None:
    """Somebody changes the invoice that was left alone for longest: the worst case for an order by update."""
    listed.tenant.touch("Invoices", oldest(listed))


def edit_and_create(listed: Listed) -> None:
    """Somebody else writes a new invoice besides."""
    edit(listed)
    if (count := len(listed.selection)) < 60:
        listed.tenant.upsert("Invoices", [scattered(1000 + count)])


@pytest.mark.parametrize("between", [edit, edit_and_create])
@pytest.mark.parametrize("size", [3, 7, 10])
def test_edits_between_any_two_pages_lose_nothing(
    client: XeroClient, simulator: Simulator, size: int, between: Callable[[Listed], None]
) -> None:
    """What was there at the start is seen, and what changed since comes with the next delta."""
    before = stamps(simulator)
    simulator.simulator.after_list(between)

    found = read_invoices(client, page_size=size)

    assert found.seen.keys() >= before.keys()
    watermark = found.position.watermark
    assert watermark is not None
    for id_, updated in stamps(simulator).items():
        assert updated >= watermark or found.seen[id_].updated == updated


def test_edits_cost_no_sweep_where_xero_keeps_the_order(client: XeroClient, simulator: Simulator) -> None:
    """Sweeping again would double the calls of every pass in a busy hour."""
    simulator.simulator.after_list(edit)

    position = read_invoices(client).position

    assert (position.calls, position.sweep, position.order) == (5, 1, "text")


def test_nothing_is_lost_although_xero_ignores_the_order(new_client: NewClient, simulator: Simulator) -> None:
    """In its own order a neighbour slips past each edit; the count tells, and another sweep finds it."""
    before = stamps(simulator)
    edits = iter(range(8))
    simulator.simulator.after_list(lambda listed: edit(listed) if next(edits, None) is not None else None)

    found = read_invoices(new_client(http=OrderBlind(requests.Session())))

    assert found.seen.keys() == before.keys()
    assert found.position.sweep > 1


def test_a_quiet_delta_is_one_call_and_brings_only_what_changed(client: XeroClient, simulator: Simulator) -> None:
    """The watermark is Xero's own instant, so nothing between two passes is missed or read for ever."""
    first = read_invoices(client)
    assert first.position.watermark is not None
    changed = next(iter(first.seen))
    simulator.simulator.state.tenant(UK).touch("Invoices", changed)

    second = read_invoices(client, since=first.position.watermark - timedelta(minutes=5))

    assert list(second.seen) == [changed]
    assert second.position.calls == 1
