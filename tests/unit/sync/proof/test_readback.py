"""What was sent against what the model shows, line by line."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import SettingsWrong
from ml_connector.sync.proof.readback import Layout, compare

LAYOUT = Layout(key="Line", figures=("Base amount", "Tax"), account="Account", period="Period")
SENT = [
    ["Line", "Account", "Period", "Base amount", "Tax"],
    ["UK-1", "200 Sales", "Oct 26", "100.5", "20.1"],
    ["UK-2", "200 Sales", "Oct 26", "-7", "0"],
    ["UK-3", "469 Rent", "Nov 26", "0", "0"],
]
amounts = st.decimals("-999.99", "999.99", places=2)


def shown(*rows: str) -> list[list[str]]:
    return [["", "Line", "Entity", "Base amount"], *(["#1", *row.split()] for row in rows)]


def test_a_model_that_shows_every_line_as_it_was_sent_has_no_flaw() -> None:
    """Other lines of the view belong to other runs; only figures that the view shows are compared."""
    found = compare("Control", LAYOUT, SENT, shown("UK-9 UK 5", "UK-2 UK -7.00", "UK-1 UK 100.5", "UK-3 UK 0"))

    assert (found.rows, found.flaw) == (3, "")


def test_a_dropped_row_is_named_with_its_account_and_month() -> None:
    """Anaplan can report a row as stored and not hold it."""
    found = compare("Control", LAYOUT, SENT, shown("UK-2 UK -7", "UK-3 UK 0"))

    assert (found.missing, found.wrong) == (1, 0)
    assert "lacks 1 of 3 rows" in found.flaw
    assert "200 Sales in Oct 26: 1 rows, Base amount 0.00 instead of 100.50 (such as UK-1)" in found.flaw


def test_a_cent_that_is_missing_on_one_line_is_a_flaw() -> None:
    """To the cent means to the cent."""
    found = compare("Control", LAYOUT, SENT, shown("UK-1 UK 100.49", "UK-2 UK -7", "UK-3 UK 0"))

    assert (found.missing, found.wrong) == (0, 1)
    assert "Base amount 100.49 instead of 100.50" in found.flaw


def test_a_tombstone_that_did_not_arrive_is_a_flaw() -> None:
    """A line that was zeroed and still holds its old amount counts twice for whoever reads the model."""
    assert compare("Control", LAYOUT, SENT, shown("UK-1 UK 100.5", "UK-2 UK -7", "UK-3 UK 80")).wrong == 1


@pytest.mark.parametrize("header", [["", "Entity", "Base amount"], ["", "Line", "Entity"]])
def test_a_view_that_does_not_show_what_is_needed_is_a_matter_of_settings(header: list[str]) -> None:
    """Comparing nothing would prove everything."""
    with pytest.raises(SettingsWrong, match="add the line item to the view"):
        compare("Control", LAYOUT, SENT, [header])


@given(st.dictionaries(st.text("abc", min_size=1), st.tuples(amounts, st.none() | amounts), min_size=1))
def test_exactly_the_lines_that_differ_are_counted(lines: dict[str, tuple[Decimal, Decimal | None]]) -> None:
    """None stands for a line that the model does not hold."""
    sent = [SENT[0], *([key, "A", "Oct 26", str(amount), "0"] for key, (amount, _) in lines.items())]
    held = [f"{key} UK {amount}" for key, (_, amount) in lines.items() if amount is not None]

    found = compare("Control", LAYOUT, sent, shown(*held))

    assert found.missing == sum(amount is None for _, amount in lines.values())
    assert found.wrong == sum(other is not None and one != other for one, other in lines.values())
    assert bool(found.flaw) == any(one != other for one, other in lines.values())
    assert sum((one.missing + one.wrong for one in found.differences if one.figure == "Base amount"), 0) == (
        found.missing + found.wrong
    )
