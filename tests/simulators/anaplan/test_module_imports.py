"""What a module import makes of rows (behaviours 26 and 30)."""

import pytest

from tests.simulators.anaplan.client import Anaplan, Json, csv, values_of

HEADER = "Line,Region,Day,Month,Net,Tax,Gross,Note,Open,Unused"
GOOD = "L1,N,2026-02-28,Feb 26,10.50,-1.5,,fine,yes,x"


def sales(anna: Anaplan, *rows: str) -> Json:
    return anna.load("sales.csv", "Sales", HEADER, *rows)


def counts(result: Json) -> dict[str, str]:
    return {key: value for key, value in values_of(result["details"][0]).items() if key.endswith("Count")}


def test_cells_are_set_by_header_name(anna: Anaplan) -> None:
    """Items by code or name, months by the calendar, numbers without needless zeros; extra columns do not matter."""
    result = sales(anna, GOOD, "L2,South,,dec 26,0.10,0,,,FALSE,")

    assert (result["successful"], result["failureDumpAvailable"]) == (True, False)
    assert result["details"][0]["type"] == "lineItemRowsProcessed"
    assert anna.cells() == {
        "L1": dict(zip(CELLS, ["L1", "N", "2026-02-28", "Feb 26", "10.5", "-1.5", "9", "fine", "true"], strict=True)),
        "L2": dict(zip(CELLS, ["L2", "S", "", "Dec 26", "0.1", "0", "0.1", "", "false"], strict=True)),
    }


CELLS = ["Line", "Region", "Day", "Month", "Net", "Tax", "Gross", "Note", "Open"]


def test_a_mixed_file_is_a_success_with_failures(anna: Anaplan) -> None:
    """successful is true and rows are missing: the counts add up to the rows of the file."""
    result = sales(anna, GOOD, "L9,N,,,1,,,,,", "L2,,,,,,99,,,")

    assert (result["successful"], result["failureDumpAvailable"]) == (True, True)
    assert result["details"][0]["type"] == "lineItemRowsProcessedWithFailures"
    assert counts(result) == {
        "successRowCount": "1",
        "warningsRowCount": "0",
        "failedCount": "1",
        "ignoredCount": "1",
        "totalRowCount": "3",
    }
    assert (result["details"][1]["type"], result["details"][1]["occurrences"]) == (
        "moduleImportInvalidListIdentifier",
        1,
    )
    assert anna.cells()["L1"]["Net"] == "10.5", "good rows are taken"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("L9,,,,1,,,,,", "moduleImportInvalidListIdentifier"),
        (",,,,1,,,,,", "moduleImportInvalidListIdentifier"),
        ("L1,Nowhere,,,1,,,,,", "moduleImportInvalidListIdentifier"),
        ("L1,,,Jan 27,1,,,,,", "moduleImportInvalidTimeEntityIdentifier"),
        ("L1,,28.02.2026,,1,,,,,", "moduleImportDateFormat"),
        ("L1,,2026-02-30,,1,,,,,", "moduleImportDateFormat"),
        ('L1,,,,1,"1,000.00",,,,', "moduleImportNumberFormat"),
        ("L1,,,,1,NaN,,,,", "moduleImportNumberFormat"),
        ("L1,,,,1,,,,maybe,", "moduleImportBooleanFormat"),
        (f"L1,,,,1,,,{'x' * 60_001},,", "moduleImportFailed"),
    ],
    ids=["member", "no member", "item", "month", "date", "day", "thousands", "nan", "boolean", "long text"],
)
def test_a_row_with_a_cell_that_cannot_be_read_is_failed_as_a_whole(anna: Anaplan, row: str, problem: str) -> None:
    """Nothing of the row is taken, not even the good cells."""
    result = sales(anna, row)

    assert result["successful"]
    assert result["details"][1]["type"] == problem
    assert counts(result)["failedCount"] == "1"
    assert anna.cells()["L1"]["Net"] == "0"


def test_a_text_of_60000_characters_is_taken(anna: Anaplan) -> None:
    """One more is not, see above."""
    sales(anna, f"L1,,,,,,,{'x' * 60_000},,")

    assert len(anna.cells()["L1"]["Note"]) == 60_000


def test_rows_of_the_same_member_are_added_up(anna: Anaplan) -> None:
    """In one file: a line sent twice counts twice. The next file starts afresh."""
    sales(anna, "L1,N,,,10.10,1,,first,,", "L1,S,,,0.2,,,second,,")
    twice = anna.cells()["L1"]
    sales(anna, "L1,S,,,7,,,,,")

    assert (twice["Net"], twice["Tax"], twice["Region"], twice["Note"]) == ("10.3", "1", "S", "second")
    assert anna.cells()["L1"]["Net"] == "7"


def test_a_blank_is_clearing_everything_but_numbers(anna: Anaplan) -> None:
    """A choice of this simulator: Anaplan leaves it to each mapping."""
    sales(anna, GOOD)
    sales(anna, "L1,,,,,,,,,")

    cells = anna.cells()["L1"]
    assert [cells[name] for name in CELLS[1:]] == ["", "", "", "10.5", "-1.5", "9", "", "false"]


def test_a_row_for_calculated_cells_only_is_ignored(anna: Anaplan) -> None:
    """Ignored rows are counted, and told nowhere."""
    result = sales(anna, "L1,,,,,,99,,,", "L2,,,,5,,99,,,")

    assert not result["failureDumpAvailable"]
    assert (counts(result)["ignoredCount"], counts(result)["successRowCount"]) == ("1", "1")
    assert (anna.cells()["L1"]["Gross"], anna.cells()["L2"]["Gross"]) == ("0", "5")


def test_a_missing_column_is_a_failed_import(anna: Anaplan) -> None:
    """The mapping knows columns by header; nothing at all is taken."""
    task = anna.load("net.csv", "Net", "Line,Nett", "L1,5")

    assert (task["successful"], task["failureDumpAvailable"]) == (False, False)
    assert task["details"][0]["type"] == "missingFields"
    assert "Net" in task["details"][0]["localMessageText"]
    assert anna.cells()["L1"]["Net"] == "0"


def test_columns_may_come_in_another_order(anna: Anaplan) -> None:
    """They are mapped by name; short rows have blanks at their end."""
    anna.load("net.csv", "Net", "More,Net,Line", "x,5,L1", "x,6")

    assert anna.cells()["L1"]["Net"] == "5"


def test_a_byte_order_mark_is_part_of_the_first_header(anna: Anaplan) -> None:
    """What Anaplan does is undocumented; a client that sends one shall notice."""
    anna.upload("net.csv", b"\xef\xbb\xbfLine,Net\nL1,5\n")

    assert anna.run("imports", "Net")["result"]["details"][0]["type"] == "missingFields"


@pytest.mark.parametrize(
    ("text", "problem"),
    [('Line,Net\nL1,"5', "unmatchedTextDelimiter"), ('Line,Net\n"L1"x,5\n', "columnSeparatorExpected")],
)
def test_a_file_that_is_no_table_is_a_failed_import(anna: Anaplan, text: str, problem: str) -> None:
    """With the line where it breaks."""
    anna.upload("net.csv", text)
    task = anna.run("imports", "Net")

    assert (task["currentStep"], task["result"]["details"][0]["type"]) == ("Failed.", problem)
    assert "line 2" in task["result"]["details"][0]["localMessageText"]


def test_quoted_cells_may_hold_separators_quotes_and_line_breaks(anna: Anaplan) -> None:
    """Descriptions do."""
    sales(anna, 'L1,,,,,,,"a, ""b""\nc",,')

    assert anna.cells()["L1"]["Note"] == 'a, "b"\nc'


def test_a_deleted_item_is_blank_in_the_cells_that_held_it(anna: Anaplan) -> None:
    """List-formatted cells hold items, not texts; a renamed item shows its new name."""
    sales(anna, GOOD, "L2,S,,,,,,,,")
    regions = f"lists/{anna.id_of('lists', 'Regions')}/items"
    anna.ask("POST", f"{regions}?action=delete", json={"items": [{"code": "N"}]})
    anna.ask("PUT", regions, json={"items": [{"code": "S", "name": "Far South"}]})
    view = anna.get(f"views/{anna.id_of('modules', 'Sales')}/data", format="v1")

    assert anna.cells()["L1"]["Region"] == ""
    assert [row["cells"][1] for row in view["rows"]] == ["", "Far South"]


def test_lost_rows_are_reported_as_stored(anna: Anaplan) -> None:
    """Trouble by an operator's order, to see that a client reads back what it loaded."""
    anna.admin("POST", "drop-rows", {"import": "Net", "rows": 1})
    result = anna.load("net.csv", "Net", *csv("Line,Net", "L1,5", "L2,7").splitlines())

    assert (counts(result)["successRowCount"], result["failureDumpAvailable"]) == ("2", False)
    assert {code: cells["Net"] for code, cells in anna.cells().items()} == {"L1": "5", "L2": "0"}
