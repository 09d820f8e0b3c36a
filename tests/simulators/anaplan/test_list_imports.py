"""What a list import makes of rows (behaviour 30)."""

import pytest

from tests.simulators.anaplan.client import Anaplan, Json, values_of

HEADER = "Code,Name,Manager,Heads,Twin"
SALES = "Line,Region,Day,Month,Net,Tax,Gross,Note,Open,Unused"


def regions(anna: Anaplan, *rows: str) -> Json:
    return anna.load("regions.csv", "Regions", HEADER, *rows)


def properties(anna: Anaplan, code: str) -> dict[str, str]:
    return next(dict(row["properties"]) for row in anna.contents()["lists"]["Regions"] if row["code"] == code)


def test_items_are_created_and_updated_by_code_and_never_deleted(anna: Anaplan) -> None:
    """A changed name is a rename of the same item."""
    result = regions(anna, "N,Far North,Ann,3,S", "W,West,Will,,", "w2,West 2,,,S")

    told = values_of(result["details"][0])
    assert result["details"][0]["type"] == "hierarchyRowsProcessed"
    assert result["details"][0]["localMessageText"].startswith("Regions: 3 (2/1) rows successful")
    assert (told["createdCount"], told["renamedCount"], told["updatedCount"], told["totalRowCount"]) == (
        "2",
        "1",
        "1",
        "3",
    )
    assert anna.names("Regions") == {"N": "Far North", "S": "South", "W": "West", "w2": "West 2"}
    assert properties(anna, "N") == {"Manager": "Ann", "Heads": "3", "Twin": "S"}


def test_a_file_that_changes_nothing_is_told_so(anna: Anaplan) -> None:
    """The rows still count as successful."""
    regions(anna, "N,North,Ann,,")
    result = regions(anna, "n,North,Ann,,")

    assert result["details"][0]["type"] == "hierarchyNoChanges"
    assert values_of(result["details"][0])["successRowCount"] == "1"


def test_the_first_of_two_rows_with_one_key_is_taken(anna: Anaplan) -> None:
    """The others are rejected, in whatever letter case."""
    result = regions(anna, "W,West,,,", "w,Wild West,,,")

    assert result["details"][1]["type"] == "hierarchyImportDuplicateSourceKey"
    assert anna.names("Regions")["W"] == "West"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (",West,,,", "hierarchyImportEmptyKey"),
        ("W,north,,,", "hierarchyImportNameOrCodeExists"),
        ("S,North,,,", "hierarchyImportNameOrCodeExists"),
        ("W,,,,", "hierarchyImportInvalidName"),
        (f"W,{'x' * 61},,,", "hierarchyImportInvalidName"),
        (f"{'x' * 61},West,,,", "hierarchyImportInvalidCode"),
    ],
    ids=["no code", "name of another", "renamed to another", "no name", "long name", "long code"],
)
def test_a_row_that_would_break_the_list_is_rejected(anna: Anaplan, row: str, problem: str) -> None:
    """The list stays as it was, and the row is in the dump."""
    before = anna.names("Regions")
    result = regions(anna, row)

    assert (result["successful"], result["failureDumpAvailable"]) == (True, True)
    assert result["details"][0]["type"] == "hierarchyRowsProcessedWithFailures"
    assert result["details"][1]["type"] == problem
    assert values_of(result["details"][0])["failedCount"] == "1"
    assert anna.names("Regions") == before


def test_a_blank_name_of_a_known_item_is_no_rename(anna: Anaplan) -> None:
    """Nor does a blank number clear a number; texts and items it does clear."""
    regions(anna, "N,North,Ann,3,S")
    regions(anna, "N,,,,")

    assert anna.names("Regions")["N"] == "North"
    assert properties(anna, "N") == {"Manager": "", "Heads": "3", "Twin": ""}


def test_an_unreadable_property_is_a_warning(anna: Anaplan) -> None:
    """The item is taken without it; the row is in the dump."""
    result = regions(anna, "W,West,Will,many,Nowhere")

    told = values_of(result["details"][0])
    assert (told["warningsRowCount"], told["successRowCount"], told["failedCount"]) == ("1", "0", "0")
    assert result["failureDumpAvailable"]
    assert properties(anna, "W") == {"Manager": "Will", "Heads": "", "Twin": ""}


def test_a_numbered_list_is_making_names_itself(anna: Anaplan) -> None:
    """Codes are the key."""
    result = anna.load("sales.csv", "Lines", SALES, "L2,,,,,,,a,,", "L3,,,,,,,b,,", "#4,,,,,,,c,,")

    assert result["details"][1]["type"] == "hierarchyImportInvalidCode"
    assert anna.names("Lines") == {"L1": "#1", "L2": "#2", "L3": "#3"}


def test_a_numbered_list_is_not_imported_by_name(anna: Anaplan) -> None:
    """The whole import fails with the vendor's sentence."""
    result = anna.load("sales.csv", "Named lines", SALES, "L3,,,,,,,Three,,")

    assert (result["successful"], result["details"][0]["type"]) == (False, "hierarchyImportFailed")
    assert "Cannot add new entities to numbered list" in result["details"][0]["localMessageText"]


def test_a_code_of_60_characters_is_taken(anna: Anaplan) -> None:
    """Our line keys are up to that long."""
    anna.load("sales.csv", "Lines", SALES, f"{'k' * 60},,,,,,,,,")

    assert "k" * 60 in anna.names("Lines")


def test_a_parent_may_stand_below_its_children_and_must_be_somewhere(anna: Anaplan) -> None:
    """Rows that hang on a rejected one are rejected with it, and say so."""
    result = anna.load(
        "tree.csv", "Tree", "Code,Name,Parent", "A,Leaf,Branch", "B,Branch,T", "C,Lost,Nowhere", "D,Child of lost,c"
    )

    told = {detail["type"]: detail["occurrences"] for detail in result["details"][1:]}
    assert told == {"hierarchyImportInvalidParent": 1, "hierarchyImportFailedDependency": 1}
    tree = {one["name"]: one.get("parent") for one in anna.contents()["lists"]["Tree"]}
    assert tree == {"Top": None, "Leaf": "Branch", "Branch": "Top"}


def test_parents_of_another_list_are_not_looked_for_in_the_file(anna: Anaplan) -> None:
    """By code or by name there."""
    result = anna.load("tree.csv", "Offices", "Code,Name,Parent", "O1,Leeds,N", "O2,York,Leeds", "O3,Hull,North")

    assert result["details"][1]["type"] == "hierarchyImportInvalidParent"
    told = {one["name"]: one["parent"] for one in anna.contents()["lists"]["Offices"]}
    assert told == {"Leeds": "North", "Hull": "North"}
