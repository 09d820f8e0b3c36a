"""Rows of bank transactions, over- and prepayments, and transfers."""

from collections.abc import Collection
from dataclasses import replace
from decimal import Decimal

import pytest
from ml_connector.datasets import OWN_DATASET, SignPolicy
from ml_connector.sync.banking import NO_BANK, BankRows, TransferRows
from ml_connector.sync.facts import FactRow, Refusal
from ml_connector.sync.lines import NO_RATE

from tests.unit.sync.ledger import WIDER_MEMBERS, ABankDocument, ALine, ATransfer

TRAVEL, SALES = ALine(account_id="acc-travel", account_code="420"), ALine()
FIFTY = Decimal("50.00")


def rows_of(
    document: ABankDocument, loaded: Collection[str] = (), policy: SignPolicy = "document"
) -> tuple[list[FactRow], list[Refusal]]:
    maker = BankRows("UK", "GBP", WIDER_MEMBERS, policy, loaded)
    return maker.rows(document, maker.header(document))


def legs_of(transfer: ATransfer, policy: SignPolicy = "document") -> tuple[list[FactRow], list[Refusal]]:
    maker = TransferRows("UK", "GBP", WIDER_MEMBERS, policy)
    return maker.rows(transfer, maker.header(transfer))


@pytest.mark.parametrize(
    ("type_", "line", "amount"),
    [("SPEND", TRAVEL, 100), ("RECEIVE", SALES, 100), ("RECEIVE", TRAVEL, -100), ("SPEND", SALES, -100)],
)
def test_money_spent_and_received_counts_as_the_account_grows(type_: str, line: ALine, amount: int) -> None:
    """A fare that is refunded makes the year's travel smaller, although both are positive at Xero."""
    (row,), _ = rows_of(ABankDocument(type=type_, lines=(line,)))

    assert row.base_amount == amount


def test_lines_say_through_which_bank_account_they_went() -> None:
    """The other side of the entry, for who wants to see cash."""
    (row,), _ = rows_of(ABankDocument())

    assert (row.account_id, row.header.bank_account_id) == ("acc-travel", "acc-bank")
    assert row.header.link == "https://go.xero.com/Bank/ViewTransaction.aspx?bankTransactionID=" + ABankDocument().id


@pytest.mark.parametrize("ending", OWN_DATASET)
@pytest.mark.parametrize("way", ["SPEND", "RECEIVE"])
def test_what_shows_up_in_two_endpoints_counts_once_whichever_datasets_are_loaded(way: str, ending: str) -> None:
    """Under bank transactions until it has a load of its own, and then only there."""
    document = ABankDocument(type=f"{way}-{ending}", total=Decimal("100.00"))

    assert len(rows_of(document)[0]) == 1
    assert len(rows_of(document, {name for name in OWN_DATASET.values() if name != OWN_DATASET[ending]})[0]) == 1
    assert rows_of(document, {OWN_DATASET[ending]}) == ([], [])


@pytest.mark.parametrize("policy", ["document", "debit_positive", "natural"])
def test_a_transfer_is_the_same_figures_in_either_endpoint(policy: SignPolicy) -> None:
    """Two bank transactions are the two sides of one transfer."""
    left = ABankDocument(type="SPEND-TRANSFER", total=FIFTY, bank_account_id="acc-bank")
    right = replace(left, type="RECEIVE-TRANSFER", bank_account_id="acc-cards")
    apart = [rows_of(side, policy=policy)[0][0] for side in (left, right)]
    together, _ = legs_of(ATransfer(to_account_id="acc-cards"), policy)

    assert [(row.account_id, row.base_amount) for row in apart] == [
        (row.account_id, row.base_amount) for row in together
    ]


def test_a_transfer_leaves_one_account_and_reaches_the_other() -> None:
    """Debit +: nothing is lost on the way."""
    rows, _ = legs_of(ATransfer())

    assert [(row.line_key[-5:], row.account_id, row.base_amount) for row in rows] == [
        (".from", "acc-bank", -FIFTY),
        ("01.to", "acc-dollar", FIFTY),
    ]


def test_a_foreign_transfer_is_divided_by_its_rate() -> None:
    """The amount is in the currency of the account that it leaves."""
    back = ATransfer(from_account_id="acc-dollar", to_account_id="acc-bank", rate=Decimal("1.25"))
    rows, _ = legs_of(back)

    assert [(row.amount, row.base_amount) for row in rows] == [(-FIFTY, Decimal(-40)), (FIFTY, Decimal(40))]
    assert (rows[0].header.currency, rows[0].header.rate) == ("USD", "1.25")


def test_a_transfer_that_cannot_be_loaded_is_kept_back_whole() -> None:
    """One side alone would make money out of nothing."""
    nowhere = legs_of(ATransfer(to_account_id="gone", to_account_code=""))
    no_rate = legs_of(ATransfer(from_account_id="acc-dollar"))

    assert (nowhere[0], no_rate[0]) == ([], [])
    assert nowhere[1][0].reason == NO_BANK
    assert [refusal.reason for refusal in no_rate[1]] == [NO_RATE, NO_RATE]


@pytest.mark.parametrize("type_", ["RECEIVE-OVERPAYMENT", "RECEIVE-PREPAYMENT", "SPEND-PREPAYMENT"])
def test_what_is_allocated_changes_no_figure(type_: str) -> None:
    """Fully allocated, it is PAID; the money came in when it came in, and the invoice has its own figures."""
    open_, allocated = (rows_of(ABankDocument(type=type_, status=status))[0] for status in ("AUTHORISED", "PAID"))

    assert [row.base_amount for row in open_] == [row.base_amount for row in allocated]
