"""Functions that die in the middle of their work: the workflow does the step again, and the model is the same."""

from uuid import uuid4

import pytest

from infra.local.vendors.xero.books.tenant import Tenant
from tests.workflows import edits
from tests.workflows.compare import same_figures, same_members
from tests.workflows.ledger import small_books
from tests.workflows.rig import Rig
from tests.workflows.tap import Moment, Taps

INVOICES = 25  # on three pages and in two chunks

DEATHS: dict[str, dict[str, Moment]] = {
    "before it has done anything that lasts": {
        "pull_pages": Moment("PUT .*/raw/E../invoices/01-00001", after=False),
        "map_rows": Moment("BatchWriteItem .*RECORD#E..#invoices", after=False),
        "upload_chunks": Moment("GET .*/chunks/E../invoices/0-0000", after=False),
        "start_import": Moment("PutItem .*LOAD#E..#invoices", after=False),
        "read_result": Moment("PutItem .*LOAD#E..#invoices", after=False),
        "read_back": Moment("PUT .*/proofs/read-back/E../invoices/", after=False),
        "prove_loads": Moment("PutItem .*PROVEN#E..#invoices", after=False),
        "commit_run": Moment("UpdateItem .*CURSOR#E..#invoices", after=False),
    },
    "when half of it is done": {
        "prepare": Moment("UpdateItem .*RUN#"),
        "pull_pages": Moment("PUT .*/raw/E../invoices/01-00002"),
        "map_rows": Moment("BatchWriteItem .*RECORD#E..#invoices"),
        "upload_chunks": Moment("GET .*/chunks/E../invoices/0-0001"),
        "start_import": Moment("PutItem .*LOAD#E..#invoices.*task_id", after=False),
        "prove_loads": Moment("PutItem .*PROVEN#E..#organisation"),
        "commit_run": Moment("UpdateItem .*CURSOR#E..#accounts"),
    },
    "right before it answers": {
        "prepare": Moment("PutItem .*RUNS#"),
        "pull_pages": Moment("PUT .*/raw/E../invoices/01-00003"),
        "map_rows": Moment("PUT .*/totals/E../invoices/"),
        "check_import": Moment("TransactWriteItems .*check E.. invoices"),
        "start_import": Moment("PutItem .*LOAD#E..#invoices.*task_id"),
        "poll_import": Moment("TransactWriteItems .*load E.. invoices"),
        "read_result": Moment("PutItem .*LOAD#E..#invoices.*outcome"),
        "read_back": Moment("PUT .*/proofs/read-back/E../invoices/"),
        "prove_loads": Moment("PutItem .*PROVEN#E..#invoices"),
        "commit_run": Moment("PutItem .*LOCK#"),
    },
}


@pytest.mark.parametrize("moment", DEATHS)
def test_a_run_in_which_every_function_dies_once_ends_like_any_other(rig: Rig, taps: Taps, moment: str) -> None:
    """Memory runs out, hosts fail; each step must be safe to do again from wherever it had come."""
    code = rig.next_code()
    rig.open(small_books(code, INVOICES))
    assert rig.run(code, datasets=["invoices"]).succeeded
    _edit_all(rig.books(code))
    known = rig.tasks("Load Xero invoices")
    for function, death in DEATHS[moment].items():
        taps[function].at(death, lambda function=function: rig.workers.kill(function))  # type: ignore[misc]  # bound now

    told = rig.run(code, datasets=["invoices"])

    assert [function for function in DEATHS[moment] if taps[function].armed] == []
    assert told.succeeded, told.why
    assert {function for function in DEATHS[moment] if not told.raised(function)} == set()
    assert set(told.raised()) == {"Runtime.ExitError"}
    assert rig.tasks("Load Xero invoices") == known + 1
    assert rig.kept.holder() is None
    same_members(rig, code)
    same_figures(rig, code, "invoices")
    again = rig.run(code, datasets=["invoices"])
    assert {row["rows_sent"] for row in again.results.values()} == {0}


def _edit_all(books: Tenant) -> None:
    """Every line gets a new id, and one document is voided: most to remember, most to zero."""
    first, *others = books["Invoices"].records()
    edits.changed(books, first, Status="VOIDED")
    for document in others:
        edits.with_lines(books, document, [{**line, "LineItemID": str(uuid4())} for line in document["LineItems"]])
