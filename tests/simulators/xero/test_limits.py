"""Rate limits. Source: Xero, OAuth 2.0, API rate limits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from infra.local.vendors.xero.accounting.listing import Listed
from tests.simulators.xero.books import NZ
from tests.simulators.xero.client import TIMEOUT, Client


def test_the_61st_call_in_a_minute_is_refused_until_the_minute_is_over(client: Client) -> None:
    """429 with nothing in it but headers, and good again after the time it names."""
    statuses = {client.get("Organisation").status_code for _ in range(60)}
    refused = client.get("Organisation")

    assert statuses == {200}
    assert (refused.status_code, refused.content) == (429, b"")
    assert refused.headers["X-Rate-Limit-Problem"] == "minute"
    assert refused.headers["X-MinLimit-Remaining"] == "0"

    client.advance(int(refused.headers["Retry-After"]))
    assert client.get("Organisation").status_code == 200


def test_a_limit_is_per_organisation(client: Client) -> None:
    """One busy organisation does not stop the other."""
    client.admin("POST", "limits", {"minute": 1})
    client.get("Organisation")

    assert client.get("Organisation").status_code == 429
    assert client.get("Organisation", Xero_Tenant_Id=NZ).status_code == 200


def test_what_is_left_is_counting_down(client: Client) -> None:
    """All three counters, one per call."""
    names = ("X-DayLimit-Remaining", "X-MinLimit-Remaining", "X-AppMinLimit-Remaining")

    first, second = (client.get("Organisation").headers for _ in range(2))

    assert [int(first[name]) for name in names] == [4_999, 59, 9_999]
    assert [int(second[name]) for name in names] == [4_998, 58, 9_998]


def test_a_used_up_day_is_refused_for_hours(client: Client) -> None:
    """Starter apps have 1,000 calls; waiting inside a function is no answer to this."""
    client.admin("POST", "limits", {"day": 3})
    for _ in range(3):
        client.get("Organisation")
        client.advance(3600)

    refused = client.get("Organisation")

    assert refused.headers["X-Rate-Limit-Problem"] == "day"
    assert int(refused.headers["Retry-After"]) == 21 * 3600
    client.advance(21 * 3600)
    assert client.log_in().get("Organisation").status_code == 200


def test_a_refused_call_is_a_call_too(client: Client) -> None:
    """Hammering at a closed minute eats up the day."""
    client.admin("POST", "limits", {"minute": 1})

    left = [int(client.get("Organisation").headers["X-DayLimit-Remaining"]) for _ in range(3)]

    assert left == [4_999, 4_998, 4_997]


def test_a_sixth_call_in_flight_is_refused_without_a_time(client: Client) -> None:
    """Five are being answered; the sixth is told at once, and the other organisation is not concerned."""
    inside, go_on = Barrier(6), Event()

    def hold(listed: Listed) -> None:
        if listed.collection == "Invoices":
            inside.wait(TIMEOUT)
            go_on.wait(TIMEOUT)

    client.running.simulator.after_list(hold)
    with ThreadPoolExecutor(5) as pool:
        held = [pool.submit(client.get, "Invoices") for _ in range(5)]
        inside.wait(TIMEOUT)
        refused, other = client.get("Organisation"), client.get("Organisation", Xero_Tenant_Id=NZ)
        go_on.set()

    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "concurrent")
    assert "Retry-After" not in refused.headers
    assert other.status_code == 200
    assert {each.result().status_code for each in held} == {200}
    assert client.get("Organisation").status_code == 200


def test_the_apps_own_limit_is_for_all_organisations(client: Client) -> None:
    """The one that a whole fleet of workers shares."""
    client.admin("POST", "limits", {"app_minute": 2})
    client.get("Organisation")
    client.get("Organisation", Xero_Tenant_Id=NZ)

    for tenant in (client.tenant_id, NZ):
        refused = client.get("Organisation", Xero_Tenant_Id=tenant)
        assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "appminute")
        assert int(refused.headers["Retry-After"]) == 60


@pytest.mark.parametrize(("window", "statuses"), [("fixed", [200, 200]), ("rolling", [200, 429])])
def test_a_window_is_fixed_or_rolling(client: Client, window: str, statuses: list[int]) -> None:
    """Xero's pages disagree; a good client lives with both."""
    client.admin("POST", "limits", {"minute": 2, "window": window})
    client.get("Organisation")
    client.advance(59)
    client.get("Organisation")
    client.advance(1)

    assert [client.get("Organisation").status_code for _ in range(2)] == statuses


def test_identity_and_connections_are_outside_the_limits(client: Client) -> None:
    """Only the Accounting API is counted."""
    client.admin("POST", "limits", {"minute": 1, "app_minute": 1})

    assert {client.refresh().status_code for _ in range(3)} == {200}
    assert {client.connections().status_code for _ in range(3)} == {200}


def test_a_wrong_limit_is_refused(client: Client) -> None:
    """Zero calls a minute would be a riddle."""
    with pytest.raises(OSError, match="400"):
        client.admin("POST", "limits", {"minute": 0})
