"""The edits of the demo are made to documents that can be edited in Xero, and leave books that add up."""

from collections.abc import Iterator

import pytest

from infra.local.demo import books
from infra.local.demo.edits import edit_everything
from infra.local.demo.ledger import Ledger, NothingSuits
from infra.local.demo.operator import XeroOperator
from infra.local.firm import organisations
from infra.local.vendors import xero

CODES = ("UK", "NZ")


@pytest.fixture(params=[0.05, 0.3])
def stage(request: pytest.FixtureRequest) -> Iterator[tuple[XeroOperator, list[str]]]:
    firm = organisations(scale=request.param)
    with xero.start(organisations=firm) as running:
        yield XeroOperator(running.admin), [one.tenant_id for one in firm]


def ledgers(operator: XeroOperator, tenants: list[str]) -> list[Ledger]:
    return [
        Ledger(
            code, tenant, *(operator.records(tenant, name) for name in ("Invoices", "Accounts", "TrackingCategories"))
        )
        for code, tenant in zip(CODES, tenants, strict=True)
    ]


def test_every_edit_is_made_and_says_what_it_touched(stage: tuple[XeroOperator, list[str]]) -> None:
    """Five kinds, in both entities, at the smallest scale that is offered too."""
    made = edit_everything(stage[0], ledgers(*stage))

    assert len({edit.touched for edit in made}) == 5
    assert {edit.entity for edit in made} == set(CODES)


def test_the_books_change_by_what_was_edited_and_stay_consistent(stage: tuple[XeroOperator, list[str]]) -> None:
    """Every live document's totals are still those of its lines."""
    operator, tenants = stage
    before = ledgers(operator, tenants)
    made = edit_everything(operator, before)
    after = ledgers(operator, tenants)

    assert books.amounts("UK", {"Invoices": before[0].invoices}) != books.amounts("UK", {"Invoices": after[0].invoices})
    edited = [one for ledger in after for one in ledger.invoices if one["InvoiceID"] in {edit.touched for edit in made}]
    assert sorted(one["Status"] for one in edited) == ["AUTHORISED", "AUTHORISED", "VOIDED"]
    for one in edited:
        assert one["SubTotal"] + one["TotalTax"] == one["Total"]


def test_a_firm_that_is_too_small_for_the_story_is_told() -> None:
    """Instead of a trace from the middle of it."""
    firm = organisations(scale=0)
    with xero.start(organisations=firm) as running:
        operator = XeroOperator(running.admin)
        with pytest.raises(NothingSuits, match="at this scale"):
            edit_everything(operator, ledgers(operator, [one.tenant_id for one in firm]))
