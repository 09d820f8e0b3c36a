"""A running simulator: on loopback, answering, cutting lines for real, and gone when stopped."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.admin import PREFIX, common_routes
from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.faults import Faults
from infra.local.vendors.common.handling import journaled, with_faults
from infra.local.vendors.common.journal import Journal
from infra.local.vendors.common.routes import tolerant
from infra.local.vendors.common.server import Running


class Counter:
    """The smallest vendor: it counts what it was asked."""

    def __init__(self) -> None:
        self.acted = 0
        self.clock, self.journal, self.faults = Clock(), Journal(), Faults()
        self._admin = tolerant(common_routes(clock=self.clock, journal=self.journal, faults=self.faults))
        self._vendor = journaled(with_faults(self._count, self.faults), journal=self.journal, clock=self.clock)

    def handle(self, request: Request) -> Response:
        return (self._admin if request.path.startswith(PREFIX) else self._vendor)(request)

    def description(self, url: str) -> dict[str, Any]:
        return {"api": url}

    def _count(self, _: Request) -> Response:
        self.acted += 1
        return Response(str(self.acted))


@pytest.fixture
def running() -> Iterator[Running[Counter]]:
    counter = Counter()
    with Running(counter, clock=counter.clock) as running:
        yield running


def test_a_running_simulator_is_on_the_loopback_address_only(running: Running[Counter]) -> None:
    """Nobody else on the network may meet a server without a password."""
    assert running.url == f"http://127.0.0.1:{running.port}"
    assert requests.get(running.url, timeout=5).text == "1"


def test_a_stopped_simulator_is_gone(running: Running[Counter]) -> None:
    """Stopping twice is harmless, because a context manager may do it again."""
    running.stop()
    running.stop()

    with pytest.raises(requests.ConnectionError):
        requests.get(running.url, timeout=5)


def test_a_taken_port_is_told_and_not_the_end_of_the_process(running: Running[Counter]) -> None:
    """Whoever starts a simulator inside a program wants to try another port."""
    with pytest.raises(OSError, match="in use"):
        Running(Counter(), port=running.port)


@pytest.mark.parametrize(("kind", "acted"), [("drop_before", 0), ("drop_after", 1)])
def test_a_dropped_connection_is_cut_before_or_after_the_vendor_acts(
    running: Running[Counter], kind: str, acted: int
) -> None:
    """A client cannot tell the two apart, which is what makes a lost answer to a write ambiguous."""
    requests.post(f"{running.admin}/faults", json={"kind": kind}, timeout=5).raise_for_status()

    with pytest.raises(requests.ConnectionError):
        requests.post(running.url, data=b"x" * 100_000, timeout=5)

    assert running.simulator.acted == acted
    assert [entry.status for entry in running.simulator.journal.entries()] == [0]


def test_an_answer_may_be_cut_in_its_middle(running: Running[Counter]) -> None:
    """The status is there and the vendor has acted, but the body does not arrive."""
    requests.post(f"{running.admin}/faults", json={"kind": "cut_body"}, timeout=5).raise_for_status()

    with pytest.raises(requests.RequestException):
        requests.post(running.url, data=b"x", timeout=5)

    assert running.simulator.acted == 1


def test_a_vendor_that_hangs_has_acted_and_says_nothing_until_the_client_has_gone(running: Running[Counter]) -> None:
    """A client that does not give up by itself would wait for ever."""
    requests.post(f"{running.admin}/faults", json={"kind": "hang"}, timeout=5).raise_for_status()

    with pytest.raises(requests.ReadTimeout):
        requests.post(running.url, data=b"x", timeout=0.2)

    assert requests.get(running.url, timeout=5).text == "2"


def test_a_fault_is_an_answer_in_place_of_the_vendors(running: Running[Counter]) -> None:
    """Only the matching requests, only as many as ordered, only after as many as ordered."""
    fault = {"method": "GET", "path": "^/hit", "status": 503, "body": "offline", "times": 2, "after": 1}
    requests.post(f"{running.admin}/faults", json=fault, timeout=5).raise_for_status()

    statuses = [requests.get(f"{running.url}/hit", timeout=5).status_code for _ in range(4)]

    assert statuses == [200, 503, 503, 200]
    assert requests.get(f"{running.url}/other", timeout=5).status_code == 200


def test_a_cleared_fault_is_gone(running: Running[Counter]) -> None:
    """An operator can end a staged outage at once."""
    requests.post(f"{running.admin}/faults", json={"times": None}, timeout=5).raise_for_status()
    assert requests.get(running.url, timeout=5).status_code == 503

    requests.delete(f"{running.admin}/faults", timeout=5)

    assert requests.get(running.url, timeout=5).status_code == 200


@pytest.mark.parametrize(
    ("path", "order", "named"),
    [
        ("faults", {"path": "("}, "path"),
        ("faults", {"kind": "explode"}, "kind"),
        ("clock", {}, "advance"),
        ("clock", {"set": "2026-01-01T00:00:00"}, "set"),
        ("clock", {"speed": -1}, "speed"),
    ],
)
def test_a_wrong_admin_order_is_refused_with_its_reason(
    running: Running[Counter], path: str, order: dict[str, object], named: str
) -> None:
    """A test that orders nonsense must hear of it there, not by a riddle later."""
    answer = requests.post(f"{running.admin}/{path}", json=order, timeout=5)

    assert answer.status_code == 400
    assert named in answer.json()["error"]


def test_an_unknown_admin_path_is_told(running: Running[Counter]) -> None:
    """It must not be taken for one of the vendor's."""
    answer = requests.get(f"{running.admin}/nothing", timeout=5)

    assert answer.status_code == 404
    assert answer.json()["error"]
    assert running.simulator.acted == 0


def test_a_journal_is_read_from_any_number_on(running: Running[Counter]) -> None:
    """A watcher asks again and again for what is new; admin requests are not part of it."""
    for path in ("/a", "/b?x=1", "/c"):
        requests.get(f"{running.url}{path}", timeout=5)

    seen = requests.get(f"{running.admin}/journal", params={"since": 1}, timeout=5).json()["requests"]
    requests.delete(f"{running.admin}/journal", timeout=5)

    assert [(entry["n"], entry["path"], entry["query"], entry["status"]) for entry in seen] == [
        (2, "/b", "x=1", 200),
        (3, "/c", "", 200),
    ]
    assert running.simulator.journal.entries() == []


def test_a_clock_is_moved_by_its_admin_path(running: Running[Counter]) -> None:
    """Hours of a vendor's rate limit or token life pass without anyone waiting."""
    before = running.simulator.clock.now()

    shown = requests.post(f"{running.admin}/clock", json={"advance": 3600}, timeout=5).json()["now"]

    assert (running.simulator.clock.now() - before).total_seconds() >= 3600
    assert shown.endswith("+00:00")


def test_a_date_header_is_simulated_time(running: Running[Counter]) -> None:
    """Clients that take their watermark from the server's Date must not get two times."""
    running.simulator.clock.set(datetime(2031, 5, 4, 3, 2, 1, tzinfo=UTC))

    assert requests.get(running.url, timeout=5).headers["Date"].startswith("Sun, 04 May 2031 03:02:0")
