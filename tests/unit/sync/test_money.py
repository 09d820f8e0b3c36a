"""Foreign documents in base currency."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.money import base_totals, lines_to_base, to_base

amounts = st.decimals("-99999.99", "99999.99", places=2)
rates = st.decimals("0.000001", "200", places=6)


def test_base_is_the_amount_divided_by_the_rate() -> None:
    """CurrencyRate is foreign units per base unit; multiplying would book half or double the figure."""
    assert to_base(Decimal("6000.00"), Decimal("0.75295")) == Decimal("7968.66")


@given(st.lists(amounts, min_size=1, max_size=8), rates)
def test_lines_add_up_to_the_documents_total(lines: list[Decimal], rate: Decimal) -> None:
    """A cent that rounding each line would lose is taken by the last line."""
    total = to_base(sum(lines, Decimal(0)), rate)

    assert sum(lines_to_base(lines, rate, total), Decimal(0)) == total


def test_a_total_that_the_lines_do_not_explain_is_not_put_on_a_line() -> None:
    """Xero posts such a cent to its rounding account, so the line keeps its own amount."""
    net, tax = base_totals(Decimal("63.20"), Decimal("8.22"), Decimal("71.43"), Decimal("8.22"), Decimal(1))

    assert (net, tax) == (Decimal("63.20"), Decimal("8.22"))


@given(amounts, amounts, rates)
def test_net_and_tax_add_up_to_the_total_in_base(net: Decimal, tax: Decimal, rate: Decimal) -> None:
    """The control account carries total / rate; net and tax must explain it to the cent."""
    base_net, base_tax = base_totals(net, tax, net + tax, tax, rate)

    assert base_net + base_tax == to_base(net + tax, rate)
