"""The delta: whatever people do in Xero between two runs, the model holds the books again after the second one."""

import json
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from infra.local.vendors.xero.books.tenant import Tenant
from tests.workflows import edits
from tests.workflows.compare import same_figures, same_members, sides
from tests.workflows.rig import Rig

MOST_CALLS = 8


def _new(books: Tenant) -> None:
    edits.copied(books, edits.documents(books)[0])


def _voided(books: Tenant) -> None:
    edits.changed(books, edits.documents(books)[1], Status="VOIDED")


def _line_removed(books: Tenant) -> None:
    document = edits.documents(books, lines=2)[2]
    greatest = max(edits.booked(document), key=lambda line: Decimal(line["LineAmount"]))
    edits.with_lines(books, document, [line for line in document["LineItems"] if line is not greatest])


def _lines_named_anew(books: Tenant) -> None:
    document = edits.documents(books, lines=2)[3]
    edits.with_lines(books, document, [{**line, "LineItemID": str(uuid4())} for line in document["LineItems"]])


def _line_moved_to_another_account(books: Tenant) -> None:
    other = edits.booked(edits.documents(books)[0])[0]
    edits.move_line(books, edits.documents(books)[4]["InvoiceID"], other["AccountID"])


def _with_odd_texts(books: Tenant) -> None:
    edits.changed(books, edits.documents(books)[5], InvoiceNumber="", Reference='lost & found, "quoted"\nand broken')


EDITS: dict[str, Callable[[Tenant], None]] = {
    "a new document": _new,
    "a voided document": _voided,
    "a removed line": _line_removed,
    "lines that were all given new ids": _lines_named_anew,
    "a line on another account": _line_moved_to_another_account,
    "texts that CSV must quote": _with_odd_texts,
}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_of_an_invoice_reaches_the_model(loaded: Rig, edit: str) -> None:
    """The model forgets nothing by itself: what is gone in Xero must be zeroed, and nothing may count twice."""
    before = sides(loaded, "UK").held.lines("invoices")
    EDITS[edit](loaded.books("UK"))

    told = loaded.run("UK", datasets=["invoices"])

    assert told.succeeded, told.why
    assert told.results["UK", "invoices"]["rows_sent"] > 0
    assert edit.startswith("texts") or sides(loaded, "UK").held.lines("invoices") != before
    same_figures(loaded, "UK")


def test_a_deleted_payment_takes_its_money_out_of_the_model(loaded: Rig) -> None:
    """Cash that was entered by mistake must not stay in a plan."""
    books = loaded.books("UK")
    paid = next(one for one in books["Payments"].records() if one["Status"] == "AUTHORISED")
    books.upsert("Payments", [{"PaymentID": paid["PaymentID"], "Status": "DELETED"}])

    told = loaded.run("UK", datasets=["payments"])

    assert told.results["UK", "payments"]["tombstones"] == 1
    assert sides(loaded, "UK").held.cells("payments", f"UK-{paid['PaymentID']}")["Status"] == "DELETED"
    same_figures(loaded, "UK")


def test_a_renamed_option_is_the_same_member_under_its_new_name(loaded: Rig) -> None:
    """Members are keyed by Xero's ids, or every rename would split a department in two."""
    books = loaded.books("UK")
    option = edits.options_of(books, "Department")[0]["TrackingOptionID"]
    edits.with_option(books, "Department", TrackingOptionID=option, Name="Landscape & Ecology")

    told = loaded.run("UK", datasets=["tracking_categories"])

    assert told.results["UK", "tracking_categories"]["rows_sent"] == 1
    assert "Landscape & Ecology" in sides(loaded, "UK").held.name("Tracking options", f"UK:{option}")
    same_members(loaded, "UK")


def test_a_vanished_option_stays_a_member_and_is_marked(loaded: Rig) -> None:
    """Figures of the past stand on it; deleting the member would delete them."""
    books = loaded.books("UK")
    option = edits.with_option(books, "Department", Name="Harbour studio")
    document = _on_option(books, option)
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    edits.without_option(books, "Department", option)

    told = loaded.run("UK", datasets=["tracking_categories"])

    assert told.results["UK", "tracking_categories"]["tombstones"] == 1
    assert sides(loaded, "UK").held.options()[f"UK:{option}"] == ("Department", "DELETED")
    assert any(line.department == f"UK:{option}" for line in sides(loaded, "UK").held.lines("invoices").values())
    same_members(loaded, "UK")
    same_figures(loaded, "UK")
    edits.changed(books, document, Status="VOIDED")


def test_an_option_that_was_deleted_and_made_again_gets_its_name_back(loaded: Rig) -> None:
    """Names are unique in an Anaplan list: the old member would keep its successor out, night after night."""
    books = loaded.books("UK")
    old = edits.with_option(books, "Region", Name="Isle of Man")
    assert loaded.run("UK", datasets=["tracking_categories"]).succeeded
    edits.without_option(books, "Region", old)
    new = edits.with_option(books, "Region", Name="Isle of Man")

    told = loaded.run("UK", datasets=["tracking_categories"])

    assert told.succeeded, told.why
    held = sides(loaded, "UK").held
    assert held.name("Tracking options", f"UK:{new}") == "UK Region: Isle of Man"
    assert held.name("Tracking options", f"UK:{old}").startswith("UK Region: Isle of Man~")
    same_members(loaded, "UK")


def test_a_line_on_an_option_that_is_gone_waits_in_quarantine_until_it_is_mended(loaded: Rig) -> None:
    """A figure must not land on a member that nobody chose, nor be lost: it is kept with its reason and its remedy."""
    books = loaded.books("UK")
    option = edits.with_option(books, "Department", Name="Pop-up studio")
    document = _on_option(books, option)
    edits.without_option(books, "Department", option)

    told = loaded.run("UK", datasets=["invoices"])

    assert told.results["UK", "invoices"]["quarantined"] == 1
    assert f"UK-{document['LineItems'][0]['LineItemID']}" not in sides(loaded, "UK").held.lines("invoices")
    (key,) = loaded.kept.keys(f"runs/{told.run}/quarantine/UK/invoices/")
    kept = json.loads(loaded.kept.content(key))
    assert kept["document_id"] == document["InvoiceID"]
    assert "Pop-up studio" in kept["reason"]
    assert "in Xero" in kept["remedy"]
    other = edits.options_of(books, "Department")[2]["TrackingOptionID"]
    edits.with_lines(books, document, [edits.tagged(books, document["LineItems"][0], "Department", other)])
    assert loaded.run("UK", datasets=["invoices"]).results["UK", "invoices"]["quarantined"] == 0
    same_figures(loaded, "UK")


@pytest.mark.parametrize(
    ("place", "change"),
    [
        (3, {"Status": "ARCHIVED"}),
        (4, {"Code": "4711"}),
        (5, {"Name": 'Renamed, with "quotes"'}),
        (6, {"Type": "NEWTYPE"}),
    ],
    ids=["archived", "recoded", "renamed", "of a type nobody knows"],
)
def test_a_changed_account_is_the_same_member(loaded: Rig, place: int, change: dict[str, Any]) -> None:
    """Codes can be changed and used again, so they are no key; and Xero adds account types at any time."""
    books = loaded.books("UK")
    account = books["Accounts"].records()[place]
    books.upsert("Accounts", [{"AccountID": account["AccountID"], **change}])

    told = loaded.run("UK", datasets=["accounts"])

    assert told.results["UK", "accounts"]["rows_sent"] == 1
    same_members(loaded, "UK")
    same_figures(loaded, "UK")


def test_a_code_that_went_to_another_account_leads_to_the_account_of_the_line(loaded: Rig) -> None:
    """A line names its account by id; the code it shows may be somebody else's by now."""
    books = loaded.books("UK")
    line = edits.booked(edits.documents(books)[6])[0]
    first = books["Accounts"].get(line["AccountID"])
    assert first is not None
    books.upsert("Accounts", [{"AccountID": first["AccountID"], "Code": "0815"}])
    books.upsert("Accounts", [{**first, "AccountID": str(uuid4()), "Name": "Successor"}])
    edits.changed(books, edits.documents(books)[6], Reference="touched")

    told = loaded.run("UK", datasets=["invoices"])

    assert told.succeeded, told.why
    same_members(loaded, "UK")
    same_figures(loaded, "UK")


def test_a_run_from_a_later_instant_does_not_move_the_cursor_over_what_it_left_out(loaded: Rig) -> None:
    """A person loads yesterday by hand; the day before must still come by itself."""
    clock, cursor = loaded.xero.state.clock, loaded.kept.cursor("UK", "invoices")
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    later = clock.advance(timedelta(hours=1)).isoformat()

    by_hand = loaded.run("UK", datasets=["invoices"], since=later)

    assert by_hand.results["UK", "invoices"]["documents"] == 0
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_a_quiet_delta_sends_nothing_and_asks_little(loaded: Rig) -> None:
    """Most nights are quiet; Xero's day has a thousand calls, and an unchanged row in Anaplan costs a model's time."""
    loaded.xero.state.clock.advance(timedelta(hours=1))  # so that no edit of today is within the overlap any more
    assert loaded.run("UK", "NZ").succeeded
    last = loaded.xero_last()

    told = loaded.run("UK", "NZ")

    assert told.succeeded, told.why
    assert {row["rows_sent"] for row in told.results.values()} == {0}
    assert len(loaded.xero_calls("UK", last)) <= MOST_CALLS
    assert len(loaded.xero_calls("NZ", last)) <= MOST_CALLS
    assert told.called("start_import") == 0


def _on_option(books: Tenant, option: str) -> edits.Fields:
    """A new invoice of one line, on this option."""
    original = edits.documents(books)[0]
    id_ = edits.copied(books, {**original, "LineItems": edits.booked(original)[:1]})
    document = books["Invoices"].get(id_)
    assert document is not None
    edits.with_lines(books, document, [edits.tagged(books, document["LineItems"][0], "Department", option)])
    return document
