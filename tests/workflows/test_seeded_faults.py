"""What books and people do that must not cost a figure; the table of all such faults is in the README of the proof."""

from decimal import Decimal
from typing import Any

from tests.simulators.xero.books import account, contact, made_id
from tests.workflows.compare import same_figures, same_members, sides
from tests.workflows.hooks import showing_twice
from tests.workflows.ledger import BANK, SALES, sales, small_books
from tests.workflows.rig import Rig

NO_CODE = {name: value for name, value in account(7, Name="Petty cash", Type="CURRENT").items() if name != "Code"}


def on(account_id: str, number: int, **other: Any) -> dict[str, Any]:
    """An invoice whose line names its account by id alone."""
    document = sales(number, **other)
    line = {name: value for name, value in document["LineItems"][0].items() if name != "AccountCode"}
    return {**document, "LineItems": [{**line, "AccountID": account_id}]}


def test_one_code_with_two_meanings_no_code_at_all_and_an_archived_customer(rig: Rig) -> None:
    """Members are keyed by entity and Xero's id, and a document outlives its customer."""
    one, other = rig.next_code(), rig.next_code()
    hire = account(200, AccountID=made_id(5, 9200), Name="Boat hire", Type="EXPENSE", Class="EXPENSE")
    gone = contact(1, ContactStatus="ARCHIVED")
    rig.open(
        small_books(
            one, Accounts=[SALES, BANK, NO_CODE], Invoices=[sales(1), on(NO_CODE["AccountID"], 2)], Contacts=[gone]
        )
    )
    rig.open(small_books(other, Accounts=[hire, BANK], Invoices=[on(hire["AccountID"], 3), sales(4)]))

    told = rig.run(one, other, datasets=["invoices"])

    assert told.succeeded, told.why
    assert {told.results[entity, "invoices"]["quarantined"] for entity in (one, other)} == {0}
    for entity in (one, other):
        same_members(rig, entity)
        same_figures(rig, entity, "invoices")
    assert {line.account for line in sides(rig, other).held.lines("invoices").values()} == {
        f"{other}:{hire['AccountID']}"
    }


def test_an_invoice_that_a_delta_shows_twice_counts_once_and_as_it_is(rig: Rig) -> None:
    """In Xero's own order an edit moves a document behind itself; a file with both would be added up by Anaplan."""
    code = rig.next_code()
    rig.open(small_books(code))
    before = {"Total": Decimal(1), "SubTotal": Decimal(1), "TotalTax": Decimal(0), "Status": "DRAFT"}

    with showing_twice(rig.xero, r"/Invoices\?", "Invoices", **before):
        told = rig.run(code, datasets=["invoices"])

    assert told.succeeded, told.why
    assert told.results[code, "invoices"]["rows_sent"] == 3
    same_figures(rig, code, "invoices")
