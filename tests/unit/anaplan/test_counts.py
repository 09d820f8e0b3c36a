"""Row counts are read from wherever Anaplan puts them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.anaplan.counts import RowCounts, counts_in, worst_of
from ml_connector.anaplan.task_wire import WireDetail

PAIRS = [
    ("hierarchyName", "Accounts"),
    ("successRowCount", "90"),
    ("warningsRowCount", "1"),
    ("failedCount", "2"),
    ("ignoredCount", "5"),
    ("totalRowCount", "98"),
    ("successCreateCount", "0"),
]


@given(st.permutations(PAIRS))
def test_a_list_of_values_is_read_in_any_order_of_its_pairs(pairs: list[tuple[str, str]]) -> None:
    """Anaplan fixes no order, and two of its own samples differ."""
    detail = WireDetail(values=[text for pair in pairs for text in pair])

    assert counts_in(detail) == RowCounts(total=98, ok=90, warned=1, failed=2, ignored=5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Accounts: 90 (0/90) rows successful, 5 ignored ", RowCounts(ok=90, ignored=5)),
        (
            "2024: 1,013 (0/1,013) rows successful, 0 (0/0) rows has warnings, 2 failed, 0 ignored",
            RowCounts(ok=1013, warned=0, failed=2, ignored=0),
        ),
        ("3 failed: 7 (7/0) rows successful", RowCounts(ok=7)),
        ("Import finished", RowCounts()),
    ],
    ids=["clean", "with failures and thousands", "a name that looks like a count", "nothing said"],
)
def test_a_sentence_is_read_when_the_values_are_missing(text: str, expected: RowCounts) -> None:
    """Older answers carry the counts in words only."""
    assert counts_in(WireDetail(local_message_text=text)) == expected


def test_a_value_that_is_no_number_is_not_a_count() -> None:
    """An unknown form must read as 'not said', never as zero."""
    assert counts_in(WireDetail(values=["successRowCount", "many", "failedCount", None])) == RowCounts()


def test_a_row_counts_as_taken_only_where_every_target_took_it() -> None:
    """One column may fill several lists; a row that one of them refused is not loaded."""
    both = worst_of([RowCounts(total=10, ok=10, failed=0), RowCounts(), RowCounts(total=10, ok=7, failed=3)])

    assert both == RowCounts(total=10, ok=7, failed=3)


def test_rows_are_accounted_for_when_the_parts_add_up() -> None:
    """Sent = ok + warned + failed + ignored is what 'nothing is lost' means here."""
    counts = RowCounts(ok=90, warned=1, failed=2, ignored=5)

    assert counts.accounts_for(98)
    assert not counts.accounts_for(99)
    assert not RowCounts().accounts_for(0)
