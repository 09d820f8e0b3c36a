"""The proof: what Anaplan reports is looked at in the model itself, and the books are compared with Xero's own."""

from tests.workflows import edits
from tests.workflows.compare import same_figures
from tests.workflows.rig import Rig

DROPPED = 3


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
