"""Numbers and flags in every format that Anaplan can be told to show them in."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.plan.figures import NotAFigure, figure, flag


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.50", "1234.50"),
        ("(1,234.50)", "-1234.50"),
        ("£ 1,200", "1200"),
        ("£(1,200)", "-1200"),
        ("-£5", "-5"),
        ("GBP 12", "12"),
        ("12 EUR", "12"),
        ("1.2k", "1200"),
        ("1,234 k", "1234000"),
        ("3M", "3000000"),
        ("3 %", "0.03"),
        ("(5%)", "-0.05"),
        ("1 234\u00a0567", "1234567"),
        ("1'234.5", "1234.5"),
        ("12,34,567", "1234567"),
        ("1.5E3", "1500"),
        ("5-", "-5"),
        ("\u22125", "-5"),
        (".5", "0.5"),
    ],
)
def test_a_formatted_number_is_read(text: str, value: str) -> None:
    """Units, thousands marks, brackets and percent are a matter of display."""
    assert figure(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "  ", "-", "\u2013"])
def test_nothing_is_no_zero(text: str) -> None:
    """A cell that nobody has filled in posts nothing."""
    assert figure(text) is None


@pytest.mark.parametrize("text", ["n/a", "12,34", "1,2,3", "(5", "--5", "1.2.3", "=1+1", "#DIV/0!", "5 apples"])
def test_text_is_no_figure(text: str) -> None:
    """Half a number would be a wrong one."""
    with pytest.raises(NotAFigure):
        figure(text)


def test_the_decimal_mark_can_be_a_comma() -> None:
    """It is a setting of the export, not a guess."""
    assert figure("1.234,50", ",") == Decimal("1234.50")


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_survives_its_formats(value: Decimal) -> None:
    """Whatever the format, no digit is lost."""
    shown = f"{abs(value):,.4f}"

    assert figure(f"({shown})" if value < 0 else shown) == value
    assert figure(f"{value:.4f}") == value


def test_a_flag_is_yes_or_no() -> None:
    """Anything else is a question for a person."""
    assert [flag(text) for text in ("true", "TRUE", "Yes", "1")] == [True] * 4
    assert [flag(text) for text in ("false", "", "No", "0")] == [False] * 4
    with pytest.raises(NotAFigure):
        flag("maybe")
