"""What documents post: both sides, to the cent."""

from dataclasses import dataclass
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.money import ONE
from ml_connector.sync.proof.postings import Posted, Poster

from tests.unit.sync.ledger import ALine, AnInvoice, APayment
from tests.unit.sync.proof.chart_of import CHART

RATE = Decimal("0.75295")
POSTER = Poster(CHART, "GBP", {"inv": RATE}.get)
cents = st.decimals("-9999.99", "9999.99", places=2)
rates = st.decimals("0.000001", "200", places=6)


@dataclass(frozen=True)
class ABankDocument(AnInvoice):
    """Money spent on the current account."""

    type: str = "SPEND"
    bank_account_id: str = "acc-bank"
    bank_account_code: str = ""
    own_id: str = ""


@dataclass(frozen=True)
class APaid(APayment):
    """A payment that names its invoice."""

    paid_id: str = "inv"


def amounts(posted: Posted | None) -> dict[str, Decimal]:
    assert posted
    return dict(posted.amounts)


def test_an_invoice_debits_receivables_with_its_total_and_credits_sales_and_tax() -> None:
    """The trial balance shows all three, so all three must be said."""
    invoice = AnInvoice(lines=[ALine(amount=Decimal(100), tax=Decimal(20))])

    assert amounts(POSTER.trade(invoice)) == {"ar": Decimal(120), "acc-sales": Decimal(-100), "gst": Decimal(-20)}


def test_a_credit_note_posts_the_other_way() -> None:
    """Its amounts are positive as those of the invoice that it takes back."""
    note = AnInvoice(type="ACCPAYCREDIT", lines=[ALine(account_id="acc-rent")])

    assert amounts(POSTER.trade(note)) == {"ap": Decimal(100), "acc-rent": Decimal(-100)}


def test_a_cent_that_the_lines_do_not_explain_is_posted_to_rounding() -> None:
    """A real ledger has such a bill: net 63.20 and tax 8.22 of 71.43."""
    bill = AnInvoice(
        type="ACCPAY",
        lines=[ALine(account_id="acc-rent", amount=Decimal("63.20"), tax=Decimal("8.22"))],
        total=Decimal("71.43"),
        total_tax=Decimal("8.22"),
    )

    assert amounts(POSTER.trade(bill))["rounding"] == Decimal("0.01")


def test_money_spent_with_tax_included_credits_the_bank() -> None:
    """Inclusive lines give net and tax apart."""
    spent = ABankDocument(
        lines=[ALine(account_id="acc-rent", amount=Decimal(120), tax=Decimal(20))], tax_inclusive=True
    )

    assert amounts(POSTER.bank(spent)) == {"acc-bank": Decimal(-120), "acc-rent": Decimal(100), "gst": Decimal(20)}


def test_a_foreign_payment_realises_the_gain_between_the_rates() -> None:
    """The control account is cleared at the rate of the invoice, whatever the bank got."""
    payment = APaid(currency="USD", amount=Decimal(6000), bank_amount=Decimal("7900.00"))

    assert amounts(POSTER.payment(payment)) == {
        "acc-bank": Decimal("7900.00"),
        "ar": Decimal("-7968.66"),
        "realised": Decimal("68.66"),
    }


def test_a_payment_of_an_unknown_foreign_document_says_so() -> None:
    """Its gain cannot be told; the proof gives such payments a class of their own."""
    posted = POSTER.payment(APaid(currency="USD", bank_amount=Decimal("70.00"), paid_id="other"))

    assert posted is not None
    assert posted.rate_unknown
    assert amounts(posted) == {"acc-bank": Decimal("70.00"), "ar": Decimal("-70.00")}


def test_a_refund_goes_the_other_way_than_a_payment() -> None:
    """A supplier that pays a credit note back puts money into the bank."""
    assert amounts(POSTER.payment(APaid(type="APCREDITPAYMENT")))["acc-bank"] == Decimal(100)
    assert amounts(POSTER.payment(APaid(type="ARCREDITPAYMENT")))["acc-bank"] == Decimal(-100)


def test_a_foreign_document_without_a_rate_cannot_be_posted() -> None:
    """It goes to quarantine as well, so nothing is made up."""
    assert POSTER.trade(AnInvoice(currency="USD", rate=None)) is None


@given(st.lists(st.tuples(cents, cents), min_size=1, max_size=6), cents, rates, st.sampled_from("IE"))
def test_what_a_document_posts_adds_up_to_nothing(
    lines: list[tuple[Decimal, Decimal]], odd: Decimal, rate: Decimal, amounts_are: str
) -> None:
    """Whatever the currency, the tax, and the vendor's own cents."""
    inclusive = amounts_are == "I"
    total = sum((net if inclusive else net + tax for net, tax in lines), Decimal(0)) + odd / 100
    invoice = AnInvoice(
        lines=[ALine(amount=net, tax=tax) for net, tax in lines],
        currency="USD",
        rate=rate or ONE,
        total=total.quantize(Decimal("0.01")),
        tax_inclusive=inclusive,
    )

    posted = POSTER.trade(invoice)

    assert posted is not None
    assert sum(dict(posted.amounts).values(), Decimal(0)) == 0
