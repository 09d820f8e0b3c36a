"""The first load: everything in Xero is in the model afterwards, once."""

import pytest

from tests.workflows.compare import FACTS
from tests.workflows.first import FirstLoad
from tests.workflows.stage_settings import PAGE_SIZE

both = pytest.mark.parametrize("entity", ["UK", "NZ"])


@both
def test_the_model_holds_the_books_after_the_first_load(first: FirstLoad, entity: str) -> None:
    """Base amounts by account and month, and every document's total to the cent: currencies, taxes, discounts."""
    first.sides[entity].agree()


@both
def test_every_account_and_option_is_a_member(first: FirstLoad, entity: str) -> None:
    """Figures may only stand on members that exist, archived ones included."""
    first.sides[entity].have_the_same_members()


@both
@pytest.mark.parametrize("dataset", FACTS)
def test_every_document_is_counted_and_every_row_accounted_for(first: FirstLoad, entity: str, dataset: str) -> None:
    """An operator compares these figures with Xero's own."""
    told, books = first.told.results[entity, dataset], first.sides[entity].books

    assert told["documents"] == books.count(dataset)
    assert told["rows_sent"] == told["ok"] >= len(books.lines(dataset)) > 0
    assert told["failed"] == told["ignored"] == told["quarantined"] == 0


@both
@pytest.mark.parametrize("dataset", FACTS)
def test_a_pass_costs_one_call_per_page_and_at_most_one_more(first: FirstLoad, entity: str, dataset: str) -> None:
    """Xero allows 60 calls a minute and a thousand a day."""
    told = first.told.results[entity, dataset]

    assert told["xero_calls"] <= -(-told["documents"] // PAGE_SIZE) + 1


def test_documents_that_are_not_in_the_books_yet_are_not_in_the_model(first: FirstLoad) -> None:
    """A draft is somebody's intention."""
    held, drafts = first.sides["UK"].held, first.sides["UK"].books.drafts()

    assert drafts
    assert drafts.isdisjoint(held.codes("invoices") | held.codes("bills"))


def test_the_model_is_free_after_a_run(first: FirstLoad) -> None:
    """Planners must not wait for a lease to run out."""
    assert first.told.succeeded
    assert first.holder is None
