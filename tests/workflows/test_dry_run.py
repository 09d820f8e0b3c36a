"""A look ahead: it says what a run then does, and writes nothing anywhere."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from ml_connector.sync.prepare import Request
from ml_connector.sync.preview import Preview

from infra.cli.previews import look_ahead
from tests.workflows import edits
from tests.workflows.booked import books_compared
from tests.workflows.compare import sides
from tests.workflows.oracle import totals
from tests.workflows.rig import Rig

EVERY_CALL_LEAVES = ("LIMIT#", "TOKEN#")


def ahead(rig: Rig, *datasets: str, period: str | None = None) -> Preview:
    return look_ahead(rig.home, Request(entities=("UK",), datasets=datasets or None), period)


def held(rig: Rig, *datasets: str) -> dict[tuple[str, str], Decimal]:
    """By account and period, of several datasets together; accounts as a person knows them."""
    side, chart = sides(rig, "UK").held, rig.books("UK")["Accounts"].records()
    names = {f"UK:{one['AccountID']}": f"{one.get('Code', '')} {one['Name']}".strip() for one in chart}
    found: dict[tuple[str, str], Decimal] = {}
    for dataset in datasets:
        for (account, period), amount in totals(side.lines(dataset)).items():
            place = (names[account], period)
            found[place] = found.get(place, Decimal(0)) + amount
    return {place: amount for place, amount in found.items() if amount}


@pytest.fixture
def edited(loaded: Rig) -> Iterator[Rig]:
    """A new account and an invoice on it, a voided bill, and a line on another account; loaded in the end."""
    books = loaded.books("UK")
    account = edits.new_account(books, Code="4712", Name="Kite repairs")
    new = edits.copied(books, edits.documents(books)[0])
    edits.move_line(books, new, account)
    edits.changed(books, edits.documents(books, "ACCPAY")[2], Status="VOIDED")
    moved = edits.documents(books)[3]
    edits.move_line(books, moved["InvoiceID"], edits.booked(edits.documents(books)[0])[0]["AccountID"])
    yield loaded
    assert loaded.run("UK").succeeded


def everything(rig: Rig) -> Iterator[Any]:
    """What is kept in the home, and what stands in the model."""
    pages = rig.home.client("dynamodb").get_paginator("scan").paginate(TableName=rig.home.description.table)
    items = [item for page in pages for item in page["Items"]]
    yield [item for item in items if not item["pk"]["S"].startswith(EVERY_CALL_LEAVES)]
    yield rig.kept.keys("")
    yield rig.model()


def test_a_dry_run_tells_what_the_run_then_changes(edited: Rig) -> None:
    """A controller decides on these figures whether the run may begin."""
    before = held(edited, "invoices", "bills")
    told = ahead(edited, "invoices", "bills")

    run = edited.run("UK", datasets=["invoices", "bills"])

    after = held(edited, "invoices", "bills")
    places = before.keys() | after.keys()
    changes = {place: after.get(place, Decimal(0)) - before.get(place, Decimal(0)) for place in places}
    assert {(one.account, one.period): one.change for one in told.movements} == {x: y for x, y in changes.items() if y}
    assert {(one.account, one.period): one.after for one in told.movements if one.after} == {
        place: after[place] for place in after if changes[place]
    }
    assert [one.name for one in told.members if one.kind == "new"] == ["Kite repairs"]
    rows = {(one.entity, one.dataset): (one.rows, one.tombstones) for one in told.work}
    assert rows == {place: (row["rows_sent"], row["tombstones"]) for place, row in run.results.items()}
    assert told.xero_calls == sum(row["xero_calls"] for row in run.results.values())


def test_a_dry_run_writes_nothing(edited: Rig) -> None:
    """Not even what would be written first: a page, a lock, a record. Calls are counted, for Xero counts them too."""
    before, last = [*everything(edited)], edited.anaplan_last()

    told = ahead(edited)

    assert any(one.rows for one in told.work)
    assert [*everything(edited)] == before
    assert {entry.method for entry in edited.anaplan.journal.entries(last) if "/token" not in entry.path} == {"GET"}


def test_a_dry_run_of_a_month_is_that_month_of_the_whole(edited: Rig) -> None:
    """Who closes October does not want to read the other months."""
    whole = ahead(edited, "invoices")
    period = whole.movements[0].period
    month = f"20{period[-2:]}-{1 + 'JanFebMarAprMayJunJulAugSepOctNovDec'.index(period[:3]) // 3:02d}"

    told = ahead(edited, "invoices", period=month)

    assert told.movements == tuple(one for one in whole.movements if one.period == period)
    assert told.work == whole.work


def test_a_dry_run_tells_every_call_that_the_run_then_spends(edited: Rig) -> None:
    """Who shares Xero's calls of the day with other apps plans by this; trial balances are the larger part of it."""
    everything = [*edited.settings.loads]
    with books_compared(edited):
        assert edited.run("UK", datasets=everything, since="2006-01-01T00:00:00Z").succeeded
        books = edited.books("UK")
        edits.copied(books, min(edits.documents(books), key=lambda one: str(one["Date"])))
        told, last = ahead(edited), edited.xero_last()

        run = edited.run("UK", datasets=everything)

    spent = len(edited.xero_calls("UK", last))
    reports = [one for one in edited.xero_calls("UK", last) if one.path.endswith("/TrialBalance")]
    assert run.succeeded, run.why
    assert {one.purpose: one.least for one in told.calls if one.least} == {
        "pull": spent - len(reports),
        "trial_balance": len(reports),
    }
    assert told.xero_calls == spent <= told.xero_calls_at_most
