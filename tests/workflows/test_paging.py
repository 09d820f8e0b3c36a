"""Reading page by page while people go on working: nothing is lost."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import count

import pytest

from infra.local.vendors.xero.books.tenant import Tenant
from tests.workflows.compare import same_figures, sides
from tests.workflows.hooks import after_every, ignoring
from tests.workflows.ledger import sales, small_books
from tests.workflows.rig import Rig
from tests.workflows.stage_settings import PAGE_SIZE

INVOICES = 34
PAGES = -(-INVOICES // PAGE_SIZE)


class Office:
    """People at work: whenever Xero has answered, they edit what it is about to forget, until they have done enough."""

    def __init__(self, books: Tenant, answers: int) -> None:
        self._books, self._turn, self._answers = books, count(1), answers

    def work(self) -> None:
        """The oldest document changes its amounts, the next is voided, and a new one is entered."""
        turn = next(self._turn)
        if turn > self._answers:
            return
        oldest, next_one = self._books["Invoices"].records()[:2]
        line = {**oldest["LineItems"][0], "LineAmount": 20 + turn, "TaxAmount": 4}
        figures = {"LineItems": [line], "SubTotal": 20 + turn, "TotalTax": 4, "Total": 24 + turn}
        self._books.upsert("Invoices", [{"InvoiceID": oldest["InvoiceID"], **figures}])
        self._books.upsert("Invoices", [{"InvoiceID": next_one["InvoiceID"], "Status": "VOIDED"}])
        new = sales(1000 + turn)
        del new["UpdatedDateUTC"]
        self._books.upsert("Invoices", [new])


@pytest.fixture
def books(rig: Rig) -> tuple[str, Tenant]:
    code = rig.next_code()
    rig.open(small_books(code, INVOICES))
    return code, rig.books(code)


HABITS: dict[str, tuple[Callable[[Rig], AbstractContextManager[None]], int]] = {
    "in the order asked for": (lambda _: nullcontext(), 1),
    "in Xero's own order": (lambda rig: ignoring(rig.xero, "order"), 2),
}
"""How Xero sorts, and how often all pages must be read at least because of it."""


@pytest.mark.parametrize("habit", HABITS)
def test_no_document_slips_past_a_page_while_people_edit(rig: Rig, books: tuple[str, Tenant], habit: str) -> None:
    """In the order of updates an edited document moves to the end, and its neighbour over the boundary of two pages."""
    code, tenant = books
    habit_of, sweeps = HABITS[habit]
    there = {f"{code}-{one['LineItems'][0]['LineItemID']}" for one in tenant["Invoices"].records()}
    office = Office(tenant, answers=PAGES)

    with habit_of(rig), after_every(rig.xero, "GET", r"/Invoices\?", office.work):
        told = rig.run(code, datasets=["invoices"])

    assert told.succeeded, told.why
    assert told.results[code, "invoices"]["xero_calls"] >= sweeps * PAGES
    dead = {f"{code}-{one['LineItems'][0]['LineItemID']}" for one in tenant["Invoices"].records() if _dead(one)}
    assert there - dead <= sides(rig, code).held.codes("invoices")
    assert rig.run(code, datasets=["invoices"]).succeeded
    same_figures(rig, code, "invoices")


def test_an_undisturbed_pass_in_order_asks_each_page_once(rig: Rig, books: tuple[str, Tenant]) -> None:
    """Safety must not double the calls of a quiet night."""
    told = rig.run(books[0], datasets=["invoices"])

    assert told.results[books[0], "invoices"]["xero_calls"] == PAGES


def _dead(document: Mapping[str, object]) -> bool:
    return document["Status"] == "VOIDED"
