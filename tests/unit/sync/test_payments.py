"""Rows of payments."""

from decimal import Decimal

from ml_connector.sync.payments import NO_RATE, PaymentRows

from tests.unit.sync.ledger import MEMBERS, APayment

MAKER = PaymentRows("UK", "GBP", MEMBERS)


def base_amounts(payment: APayment) -> list[Decimal]:
    rows, _ = MAKER.rows(payment, MAKER.header(payment))
    return [row.base_amount for row in rows]


def test_a_payment_is_one_row_on_its_bank_account() -> None:
    """The bank account may have no code; its id is enough."""
    (row,), refusals = MAKER.rows(APayment(), MAKER.header(APayment()))

    assert (row.line_key, row.account_id, refusals) == ("UK-bbbbbbbb-0000-4000-8000-000000000001", "acc-bank", [])


def test_a_foreign_payment_is_divided_by_its_rate() -> None:
    """The same direction as for documents."""
    assert base_amounts(APayment(currency="USD", rate=Decimal("1.25"))) == [Decimal("80.00")]


def test_a_foreign_payment_without_a_rate_counts_as_what_the_bank_moved() -> None:
    """Xero's older payments carry BankAmount only."""
    assert base_amounts(APayment(currency="USD", bank_amount=Decimal("79.31"))) == [Decimal("79.31")]


def test_a_foreign_payment_with_neither_is_kept_back() -> None:
    """Nothing says what it is worth."""
    payment = APayment(currency="USD")
    _, refusals = MAKER.rows(payment, MAKER.header(payment))

    assert [refusal.reason for refusal in refusals] == [NO_RATE]


def test_a_payment_through_an_unknown_account_is_kept_back() -> None:
    """It would land on no member."""
    payment = APayment(account_id="", account_code="")
    rows, refusals = MAKER.rows(payment, MAKER.header(payment))

    assert (rows, len(refusals)) == ([], 1)
