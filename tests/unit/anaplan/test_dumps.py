"""A failure dump is read as it comes: in pieces, with odd cells and several reasons."""

import csv
import io
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.anaplan.dumps import DumpRow, read_dump
from ml_connector.errors import ContractBroken

DUMP = (
    "Line,Contact,__Error__0,__Error__1\r\n"
    'UK-1,"Zoë, ""Z"" & co\nLtd",Invalid list identifier,Invalid period\r\n'
    "UK-2,Äpfel,Invalid period,\r\n"
).encode()
ROWS = [
    DumpRow({"Line": "UK-1", "Contact": 'Zoë, "Z" & co\nLtd'}, ("Invalid list identifier", "Invalid period")),
    DumpRow({"Line": "UK-2", "Contact": "Äpfel"}, ("Invalid period",)),
]


@given(st.lists(st.integers(min_value=0, max_value=len(DUMP))))
def test_a_dump_may_be_cut_anywhere(cuts: list[int]) -> None:
    """Chunks end inside rows, quotes and characters."""
    edges = [0, *sorted(cuts), len(DUMP)]
    chunks = [DUMP[start:end] for start, end in itertools.pairwise(edges)]

    assert list(read_dump(chunks)) == ROWS


CELL = st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(CELL, min_size=3, max_size=3), max_size=8))
def test_a_dump_gives_back_every_cell(rows: list[list[str]]) -> None:
    """The evidence must name the very values that were sent."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["Line", "Text", "__Error__0"], *rows])

    read = list(read_dump([text.getvalue().encode()]))

    assert [(r.cells["Line"], r.cells["Text"], r.reasons) for r in read] == [
        (line, cell, (reason,) if reason else ()) for line, cell, reason in rows
    ]


def test_a_first_column_without_a_name_is_kept() -> None:
    """Dumps of list imports leave the header of the name column blank."""
    assert list(read_dump([b",__Error__0\nSales,Duplicate\n"])) == [DumpRow({"": "Sales"}, ("Duplicate",))]


@pytest.mark.parametrize("content", [b"", b"Line,__Error__0\n"], ids=["nothing", "header only"])
def test_an_empty_dump_has_no_rows(content: bytes) -> None:
    """Anaplan offers dumps that turn out to be empty."""
    assert list(read_dump([content])) == []


def test_a_damaged_character_does_not_hide_the_reason() -> None:
    """A dump in another encoding is still evidence."""
    assert list(read_dump([b"Line,__Error__0\nZo\xeb,No such member\n"])) == [
        DumpRow({"Line": "Zo\ufffd"}, ("No such member",))
    ]


def test_bytes_that_are_no_csv_are_told() -> None:
    """Rather than reading as a dump without rows."""
    with pytest.raises(ContractBroken, match="cannot be read as CSV"):
        list(read_dump([b"Line\nUK-1\rUK-2\n"]))


def test_a_cell_of_megabytes_is_read() -> None:
    """Xero takes descriptions that Anaplan refuses, and the refusal must be readable."""
    long = "x" * 3_000_000

    assert [row.cells["Line"] for row in read_dump([b"Line,__Error__0\n", long.encode(), b",No\n"])] == [long]
