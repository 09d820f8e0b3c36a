"""The sign of every figure is decided in one place."""

from dataclasses import replace
from decimal import Decimal

import pytest
from ml_connector.datasets import SignPolicy
from ml_connector.sync.facts import FactRow, Refusal
from ml_connector.sync.lines import LineRows
from ml_connector.sync.payments import PaymentRows
from ml_connector.sync.signs import CLASSES, SIDES, sign

from tests.unit.sync.ledger import WIDER_MEMBERS, ALine, AnInvoice, APayment

HUNDRED, MINUS = Decimal("100.00"), Decimal("-100.00")
POLICIES: tuple[SignPolicy, ...] = ("document", "debit_positive", "natural")
REFUNDS = [
    "ARCREDITPAYMENT",
    "APCREDITPAYMENT",
    "AROVERPAYMENTPAYMENT",
    "APOVERPAYMENTPAYMENT",
    "ARPREPAYMENTPAYMENT",
    "APPREPAYMENTPAYMENT",
]


def lines_of(document: AnInvoice, policy: SignPolicy = "document") -> tuple[list[FactRow], list[Refusal]]:
    maker = LineRows("UK", "GBP", WIDER_MEMBERS, policy)
    return maker.rows(document, maker.header(document))


def payment_of(payment: APayment, policy: SignPolicy = "document") -> tuple[list[FactRow], list[Refusal]]:
    maker = PaymentRows("UK", "GBP", WIDER_MEMBERS, policy)
    return maker.rows(payment, maker.header(payment))


def test_invoices_bills_and_their_payments_stay_as_they_were() -> None:
    """A model that is loaded today must not change by an update of the connector."""
    for type_ in ("ACCREC", "ACCPAY"):
        assert lines_of(AnInvoice(type=type_))[0][0].base_amount == HUNDRED
        assert payment_of(APayment(type=f"{type_}PAYMENT"))[0][0].base_amount == HUNDRED


@pytest.mark.parametrize("type_", ["ACCRECCREDIT", "ACCPAYCREDIT"])
def test_a_credit_note_negates(type_: str) -> None:
    """Its amounts are positive at Xero, and take back what an invoice or a bill has brought."""
    note = AnInvoice(type=type_, lines=(ALine(tax=Decimal(20)),))
    (row,), _ = lines_of(note)

    assert (row.amount, row.tax, row.base_amount, row.base_tax) == (MINUS, Decimal(-20), MINUS, Decimal(-20))


@pytest.mark.parametrize("policy", POLICIES)
def test_a_credit_note_undoes_its_invoice_under_every_policy(policy: SignPolicy) -> None:
    """Whatever the sign of the one, the other has the opposite."""
    for invoice, note in (("ACCREC", "ACCRECCREDIT"), ("ACCPAY", "ACCPAYCREDIT")):
        for class_ in CLASSES:
            assert (sign(policy, invoice, class_) or 0) + (sign(policy, note, class_) or 0) == 0


@pytest.mark.parametrize("type_", REFUNDS)
def test_a_refund_goes_the_other_way_than_a_payment(type_: str) -> None:
    """Money given back to a customer leaves the bank; money that a supplier gives back arrives."""
    ours = type_.startswith("AR")
    (stated,), _ = payment_of(APayment(type=type_))
    (debit,), _ = payment_of(APayment(type=type_), "debit_positive")

    assert (stated.account_id, stated.amount) == ("acc-bank", MINUS)
    assert debit.base_amount == (MINUS if ours else HUNDRED)


def test_debits_are_positive_when_settings_say_so() -> None:
    """Sales are credits, purchases debits; receipts debit the bank, payments credit it."""
    signs = {type_: sign("debit_positive", type_, "ASSET") for type_ in ("ACCREC", "ACCPAY", "SPEND", "RECEIVE")}

    assert signs == {"ACCREC": -1, "ACCPAY": 1, "SPEND": 1, "RECEIVE": -1}
    assert payment_of(APayment(type="ACCPAYPAYMENT"), "debit_positive")[0][0].amount == MINUS


def test_natural_figures_grow_with_their_account() -> None:
    """An expense that a supplier refunds through the bank makes the expense smaller."""
    assert sign("natural", "RECEIVE", "EXPENSE") == -1
    assert sign("natural", "RECEIVE", "REVENUE") == 1
    assert sign("natural", "SPEND", "LIABILITY") == -1
    assert sign("natural", "MANJOURNAL", "REVENUE") == -1


@pytest.mark.parametrize("type_", SIDES)
@pytest.mark.parametrize("class_", CLASSES)
def test_natural_is_debit_positive_turned_by_the_class(type_: str, class_: str) -> None:
    """One can be had from the other, so that a model never depends on which was chosen."""
    assert sign("natural", type_, class_) == (sign("debit_positive", type_, class_) or 0) * CLASSES[class_]


def test_a_type_that_nobody_knows_is_kept_back() -> None:
    """Half of all guesses would be wrong by twice the amount."""
    rows, refusals = payment_of(APayment(type="XXPAYMENT"))

    assert rows == []
    assert [refusal.reason for refusal in refusals] == [
        "the sign of Xero's type 'XXPAYMENT' on account acc-bank is unknown"
    ]


def test_a_line_that_is_kept_back_for_another_reason_is_kept_back_once() -> None:
    """Two entries in quarantine would look like two lines."""
    note = AnInvoice(type="ACCRECCREDIT", lines=(ALine(account_id="", account_code=""), replace(ALine(), id="line-2")))
    rows, refusals = lines_of(note)

    assert ([row.amount for row in rows], len(refusals)) == ([MINUS], 1)


def test_a_foreign_credit_note_negates_what_its_totals_convert_to() -> None:
    """The cents go where they went on the invoice, so that both cancel out exactly."""
    lines = tuple(ALine(f"l{n}", Decimal("0.05"), Decimal("0.01")) for n in range(3))
    foreign = AnInvoice(
        lines=lines, currency="USD", rate=Decimal("1.3"), total=Decimal("0.18"), total_tax=Decimal("0.03")
    )
    there, back = (lines_of(replace(foreign, type=type_))[0] for type_ in ("ACCREC", "ACCRECCREDIT"))

    assert [(row.base_amount, row.base_tax) for row in back] == [(-row.base_amount, -row.base_tax) for row in there]
    assert (back[0].header.currency, back[0].header.rate, back[0].amount) == ("USD", "1.3", Decimal("-0.05"))
