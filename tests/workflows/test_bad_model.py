"""An Anaplan model that is not what settings say: a clear error before anything is uploaded, and nothing lost."""

import csv
from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest

from infra.local.vendors.anaplan.live import LiveModel
from tests.workflows import edits, mends
from tests.workflows.compare import same_figures, sides
from tests.workflows.rig import Rig

FILE, PROCESS, LIST_IMPORT, DATA_IMPORT = (
    "xero_invoices.csv",
    "Load Xero invoices",
    "Invoice lines list",
    "Invoice lines data",
)
COLUMNS = (
    "Line,Entity,Document type,Document,Document number,Date,Period,Account,Department,Region,Contact,Description,"
    "Currency,Rate,Amount,Tax,Base amount,Base tax,Status,Link"
).split(",")
RENAMED = [name if name != "Base amount" else "Amount in base" for name in COLUMNS]
FEWER = [name for name in COLUMNS if name != "Tax"]

Break = Callable[[LiveModel], AbstractContextManager[None]]
BROKEN: dict[str, tuple[Break, str, tuple[str, ...]]] = {
    "a process nobody created": (
        lambda live: mends.renamed(live, "processes", PROCESS, "Load Xero invoices (old)"),
        "SettingsWrong",
        (PROCESS, "Load Xero invoices (old)"),
    ),
    "a file nobody created": (
        lambda live: mends.renamed(live, "files", FILE, "xero_sales.csv"),
        "SettingsWrong",
        (FILE, "xero_sales.csv"),
    ),
    "a file that no import reads": (
        lambda live: mends.reading_another_file(live, "xero_bills.csv", LIST_IMPORT, DATA_IMPORT),
        "SettingsWrong",
        (f"does not read the file '{FILE}'", "choose that file in the import"),
    ),
    "a renamed column": (
        lambda live: mends.with_columns(live, FILE, RENAMED),
        "ContractBroken",
        ("column 'Base amount' here", "'Amount in base' there", "nothing was uploaded", "in settings"),
    ),
    "a missing column": (
        lambda live: mends.with_columns(live, FILE, FEWER),
        "ContractBroken",
        ("column 'Tax' here, unknown there",),
    ),
    "columns in another order": (
        lambda live: mends.with_columns(live, FILE, sorted(COLUMNS)),
        "ContractBroken",
        ("another order",),
    ),
    "another separator": (
        lambda live: mends.with_format(live, FILE, separator=";"),
        "ContractBroken",
        ("column separator: here ',', there ';'",),
    ),
    "another encoding": (
        lambda live: mends.with_format(live, FILE, encoding="ISO-8859-1"),
        "ContractBroken",
        ("UTF-8", "ISO-8859-1"),
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_model_that_was_changed_stops_the_run_before_the_upload(loaded: Rig, case: str) -> None:
    """Anaplan itself would drop a renamed column without a word, or load rows into the wrong one."""
    break_, error, told_ = BROKEN[case]
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    cursor, last = loaded.kept.cursor("UK", "invoices"), loaded.anaplan_last()

    with break_(loaded.live):
        told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == error, told.why
    assert all(words in told.why for words in told_), told.why
    assert not [entry for entry in loaded.anaplan.journal.entries(last) if entry.method == "PUT"]
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.kept.holder() == told.run


def test_what_was_held_up_arrives_when_the_model_is_as_it_was(loaded: Rig) -> None:
    """Nothing of the runs before is lost, and nothing has to be asked for by hand."""
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_rows_that_anaplan_refuses_are_no_success_although_it_says_so(loaded: Rig) -> None:
    """``successful: true`` only means that the import ran to its end; the rows it refused are in the dump alone."""
    document, account = _on_a_new_account(loaded)
    cursors = [loaded.kept.cursor(entity, "invoices") for entity in ("UK", "NZ")]

    with mends.without_items(loaded.live, "Accounts", f"UK:{account}"):
        told = loaded.run("UK", "NZ", datasets=["invoices"])

    assert told.ending.error == "RowsNotProven"
    assert "UK invoices: Anaplan refused 1" in told.why
    assert loaded.kept.cursor("UK", "invoices") == cursors[0]
    assert loaded.kept.cursor("NZ", "invoices") != cursors[1]
    assert loaded.kept.holder() is None
    (key,) = loaded.kept.keys(f"runs/{told.run}/dumps/UK/invoices/")
    (refused,) = csv.DictReader(loaded.kept.content(key).splitlines())
    assert (refused["Document"], refused["Account"]) == (document, f"UK:{account}")
    assert "Invalid list item" in refused["__Error__0"]
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_what_a_failed_run_left_in_the_model_is_zeroed_when_its_document_is_gone(loaded: Rig) -> None:
    """Anaplan took some of the rows; between the runs somebody voids the document in Xero."""
    document, account = _on_a_new_account(loaded)
    with mends.without_items(loaded.live, "Accounts", f"UK:{account}"):
        assert not loaded.run("UK", datasets=["invoices"]).succeeded
    left = sides(loaded, "UK").held.documents("invoices")
    loaded.books("UK").upsert("Invoices", [{"InvoiceID": document, "Status": "VOIDED"}])

    told = loaded.run("UK", datasets=["invoices"])

    assert left[document]
    assert told.succeeded, told.why
    same_figures(loaded, "UK", "invoices")


def test_a_process_whose_second_action_fails_is_no_success(loaded: Rig) -> None:
    """The members of the lines are there then, without a single figure."""
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    cursor = loaded.kept.cursor("UK", "invoices")

    with mends.needing_a_column(loaded.live, DATA_IMPORT, "Cost centre"):
        told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == "RowsNotProven"
    assert "missingFields" in told.why
    assert "Cost centre" in told.why
    assert loaded.kept.cursor("UK", "invoices") == cursor
    assert loaded.run("UK", datasets=["invoices"]).succeeded
    same_figures(loaded, "UK", "invoices")


def test_a_locked_model_is_waited_for(loaded: Rig) -> None:
    """An administrator locks it for a while; that is no reason to wake anybody."""
    edits.copied(loaded.books("UK"), edits.documents(loaded.books("UK"))[0])
    switches = loaded.anaplan.tenant.switches
    switches.change({"active_state": "LOCKED"})
    run = loaded.start("UK", datasets=["invoices"])
    message = loaded.busy(run)
    switches.change({"active_state": "UNLOCKED"})

    told = loaded.finish(run)

    assert "locked" in message
    assert told.succeeded, told.why
    same_figures(loaded, "UK", "invoices")


def test_an_archived_model_stops_the_run(loaded: Rig) -> None:
    """Waiting would not help: a person has to unarchive it, or name another one."""
    loaded.anaplan.tenant.switches.change({"active_state": "ARCHIVED"})

    told = loaded.run("UK", datasets=["invoices"])

    assert told.ending.error == "SettingsWrong", told.why
    assert "archived" in told.why


def _on_a_new_account(rig: Rig) -> tuple[str, str]:
    """A new invoice of several lines, the first of which is on an account that was opened and loaded just now."""
    books = rig.books("UK")
    account = edits.new_account(books, Code=f"48{len(books['Accounts'].records())}", Name=f"Regatta {uuid4()}")
    assert rig.run("UK", datasets=["accounts"]).succeeded
    document = edits.copied(books, edits.documents(books, lines=3)[0])
    edits.move_line(books, document, account)
    return document, account
