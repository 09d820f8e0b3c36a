"""The proof: what Anaplan reports is looked at in the model itself, and the books are compared with Xero's own."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from ml_connector.xero import dates

from infra.local.vendors.xero.books.tenant import Tenant
from infra.local.vendors.xero.ledger.posting import Leg, Posting
from tests.workflows import edits
from tests.workflows.booked import books_compared
from tests.workflows.compare import same_figures
from tests.workflows.rig import Rig
from tests.workflows.run import Told
from tests.workflows.stage_settings import XERO_SECRET

DROPPED = 3


@contextmanager
def may_read_journals(rig: Rig) -> Iterator[None]:
    """The app is of the tier that may, and the person who connects it agrees."""
    state = rig.xero.state
    state.behaviour.advanced, scopes = True, state.app.scopes
    state.app.scopes = [*scopes, "accounting.journals.read"]
    login = {"client_id": state.app.client_id, "client_secret": state.app.client_secret}
    rig.home.put_credentials(XERO_SECRET, login | {"refresh_token": state.consent_again()})
    try:
        with books_compared(rig, journals=True):
            yield
    finally:
        state.behaviour.advanced, state.app.scopes = False, scopes


def everything(rig: Rig, since: str | None = None) -> Told:
    """A run of all datasets: books are compared only then."""
    return rig.run("UK", datasets=[*rig.settings.loads], since=since)


def proof_of(rig: Rig, run: str, entity: str) -> dict[str, Any]:
    """The newest proof of an entity's books that a run has left."""
    *_, key = rig.kept.keys(f"runs/{run}/proofs/books/{entity}/")
    return dict(json.loads(rig.kept.content(key)))


def test_rows_that_anaplan_drops_while_it_reports_success_are_found(loaded: Rig) -> None:
    """The run is not proven and says what is missing where; the next run sends the rows again and is."""
    books = loaded.books("UK")
    for document in edits.documents(books, lines=2)[:DROPPED]:
        edits.copied(books, document)
    cursor = loaded.kept.cursor("UK", "invoices")
    (lost,) = (one for one in loaded.live.model.imports.values() if one.name == "Invoice lines data")
    loaded.live.lose_rows(lost, DROPPED)

    told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == "RowsNotProven"
    assert f"shows {DROPPED} with other figures" in told.why
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.kept.keys(f"runs/{told.run}/proofs/read-back/UK/invoices/")

    again = loaded.run("UK", datasets=["invoices"])

    assert again.succeeded, again.why
    same_figures(loaded, "UK", "invoices")


def test_the_books_of_a_firm_are_explained_to_the_cent(loaded: Rig) -> None:
    """Every month, every account: what the trial balance moved is what was loaded, or has a class."""
    with books_compared(loaded):
        told = everything(loaded, since="2006-01-01T00:00:00Z")

    assert told.succeeded, told.why
    proof = proof_of(loaded, told.run, "UK")
    assert len(proof["periods"]) > 12
    assert len({row["account_id"] for row in proof["rows"]}) > 10
    assert [row for row in proof["rows"] if row["classes"]] == []


def _recoded(books: Tenant, document: edits.Fields) -> tuple[edits.Fields, edits.Fields, list[edits.Fields]]:
    """Its first line, another account for it, and all lines with that one moved there."""
    line, *others = edits.booked(document)
    other = next(
        one
        for one in books["Accounts"].records()
        if one["Class"] == "REVENUE" and one["AccountID"] != line["AccountID"]
    )
    return line, other, [{**line, "AccountID": other["AccountID"], "AccountCode": other["Code"]}, *others]


def test_a_line_recoded_in_silence_and_a_missing_cent_are_found_by_the_trial_balance(loaded: Rig) -> None:
    """No delta brings either: the run names accounts and month, and the next one pulls that month again by date."""
    books = loaded.books("UK")
    document = edits.documents(books)[7]
    line, other, moved = _recoded(books, document)
    rent = next(one for one in books["Accounts"].records() if one["Type"] == "EXPENSE" and not one.get("SystemAccount"))
    cent = Posting(None, None, dates.day(document["Date"]), (Leg(rent["AccountID"], Decimal("0.01")),))
    with books_compared(loaded):
        assert everything(loaded, since="2006-01-01T00:00:00Z").succeeded
        books.upsert("Invoices", [{"InvoiceID": document["InvoiceID"], "LineItems": moved}], touch=False)
        books.ledger.post(cent, datetime.now(UTC), journal=False)
        _all_months_again(loaded, "UK")
        noticed = everything(loaded)
        books.ledger.post(cent.undone(), datetime.now(UTC), journal=False)
        mended = everything(loaded)

    assert noticed.ending.error == "BooksNotProven", noticed.why
    assert f"{line['AccountCode']} " in noticed.why
    assert f"{other['Code']} " in noticed.why
    assert f"0.01 GBP on {rent['Code']} {rent['Name']} in {cent.day:%Y-%m}" in noticed.why
    assert mended.succeeded, mended.why
    same_figures(loaded, "UK", "invoices")


def test_with_journals_every_difference_has_its_origin_and_every_error_its_document(loaded: Rig) -> None:
    """What only journals tell of is put where it belongs, and what a delta has missed is named, not explained away."""
    books = loaded.books("UK")
    document = edits.documents(books)[5]
    _, _, moved = _recoded(books, document)
    wages = Posting("PAYSLIP", "payslip-1", dates.day(document["Date"]), _legs(books, "EXPENSE", "BANK"))
    with may_read_journals(loaded):
        books.ledger.post(wages, datetime.now(UTC), journal=True)
        _all_months_again(loaded, "UK")
        paid = everything(loaded, since="2006-01-01T00:00:00Z")
        books.upsert("Invoices", [{"InvoiceID": document["InvoiceID"], "LineItems": moved}], touch=False)
        _all_months_again(loaded, "UK")
        noticed = everything(loaded)
        mended = everything(loaded)
        books.ledger.post(wages.undone(), datetime.now(UTC), journal=True)

    assert paid.succeeded, paid.why
    proof = proof_of(loaded, paid.run, "UK")
    assert proof["exact"], proof["journals"]
    assert {kind for row in proof["rows"] for kind in row["classes"]} == {"payroll"}
    (outcome,) = (one["outcome"] for one in paid.answers("prove_books") if one["done"])
    (spent,) = re.findall(r"in (\d+) calls", proof["journals"])
    assert 0 < int(spent) < outcome["calls"] - len(proof["periods"]), (
        "beside the reports, which other runs may have kept"
    )
    assert f"look at ACCREC {document['InvoiceID']} differs" in noticed.why
    assert mended.succeeded, mended.why
    same_figures(loaded, "UK", "invoices")


def _legs(books: Tenant, debit: str, credit: str) -> tuple[Leg, ...]:
    """100.00 from an account of one type to one of another."""
    (taken, given) = (
        next(one["AccountID"] for one in books["Accounts"].records() if one["Type"] == type_)
        for type_ in (debit, credit)
    )
    return Leg(taken, Decimal("100.00")), Leg(given, Decimal("-100.00"))


def _all_months_again(rig: Rig, entity: str) -> None:
    """As if a month had begun: the next run compares every month, and not only the newest."""
    s3, bucket = rig.home.client("s3"), rig.home.description.bucket
    for key in rig.kept.keys(f"books/{entity}/marks/full-"):
        s3.delete_object(Bucket=bucket, Key=key)


def test_a_change_behind_the_lock_date_is_loaded_and_told_of(loaded: Rig) -> None:
    """With its link, so that whoever closed the month can look; months that are open are not told of."""
    books = loaded.books("UK")
    oldest, *_, newest = sorted(edits.documents(books), key=lambda one: dates.day(one["Date"]))
    organisation = books["Organisation"].records()[0]
    lock = dates.day(oldest["Date"]).isoformat()
    books.upsert("Organisation", [{**organisation, "PeriodLockDate": lock}])
    for document in (oldest, newest):
        edits.changed(books, document, InvoiceNumber=f"{document['InvoiceNumber']}-B")

    told = loaded.run("UK", datasets=["invoices"])
    books.upsert("Organisation", [{**organisation, "PeriodLockDate": None}])

    assert told.succeeded, told.why
    (key,) = loaded.kept.keys(f"runs/{told.run}/behind-lock/")
    found = [json.loads(line) for line in loaded.kept.content(key).splitlines()]
    assert oldest["InvoiceID"] in {one["document_id"] for one in found}
    assert newest["InvoiceID"] not in {one["document_id"] for one in found}
    assert all(one["link"].startswith("https://go.xero.com/") for one in found)
