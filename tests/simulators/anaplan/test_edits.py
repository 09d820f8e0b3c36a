"""Items and cells written one by one: 200, with a failure per row that was not done (behaviour 30)."""

import pytest

from tests.simulators.anaplan.client import Anaplan, Json


@pytest.fixture
def regions(anna: Anaplan) -> str:
    return f"lists/{anna.id_of('lists', 'Regions')}/items"


@pytest.fixture
def lines(anna: Anaplan) -> str:
    return f"lists/{anna.id_of('lists', 'Lines')}/items"


def add(anna: Anaplan, path: str, *items: Json) -> Json:
    answer = anna.ask("POST", f"{path}?action=add", json={"items": items})
    assert answer.status_code == 200
    return answer.json()


def update(anna: Anaplan, path: str, *items: Json) -> Json:
    answer = anna.ask("PUT", path, json={"items": items})
    assert answer.status_code == 200
    return answer.json()


def failure_types(answer: Json) -> list[tuple[int, str]]:
    return [(one["requestIndex"], one["failureType"]) for one in answer.get("failures", [])]


def test_added_items_are_counted_and_refused_one_by_one(anna: Anaplan, regions: str) -> None:
    """200 even if none was added."""
    answer = add(
        anna,
        regions,
        {"name": "West", "code": "W", "properties": {"Heads": 3}},
        {"name": "north", "code": "X"},
        {"name": "Elsewhere", "code": "S"},
        {"code": "Y"},
        {"name": "Zone", "properties": {"Heads": "many"}},
        "nonsense",
    )

    assert (answer["added"], answer["ignored"], answer["total"]) == (1, 5, 6)
    assert failure_types(answer) == [
        (1, "INCORRECT_FORMAT"),
        (2, "INCORRECT_FORMAT"),
        (3, "INCOMPLETE_DATA"),
        (4, "INCORRECT_FORMAT"),
        (5, "INCORRECT_FORMAT"),
    ]
    assert anna.names("Regions")["W"] == "West"


def test_a_clean_answer_is_without_failures(anna: Anaplan, regions: str) -> None:
    """The key is missing, as of every empty collection."""
    assert "failures" not in add(anna, regions, {"name": "West"})


def test_a_numbered_list_is_refusing_names(anna: Anaplan, lines: str) -> None:
    """It makes them; a code twice is refused as well."""
    answer = add(anna, lines, {"code": "L3"}, {"code": "L4", "name": "Four"}, {"code": "L1"})

    assert failure_types(answer) == [(1, "INCORRECT_FORMAT"), (2, "INCORRECT_FORMAT")]
    assert anna.names("Lines")["L3"] == "#3"


def test_updated_items_are_found_by_id_or_code(anna: Anaplan, regions: str) -> None:
    """By name only where there is no code; what is not mentioned stays."""
    south = anna.get(regions)["listItems"][1]["id"]
    add(anna, regions, {"name": "West"})
    answer = update(
        anna,
        regions,
        {"code": "N", "name": "Far North", "properties": {"Manager": "Ann"}},
        {"id": south, "code": "SOUTH"},
        {"name": "West", "code": "W"},
        {"name": "Far North", "properties": {}},
        {"code": "N", "name": ""},
        {"id": south, "code": ""},
        {"code": "gone", "name": "x"},
        {"code": "N", "properties": {"Age": "3"}},
    )

    assert (answer["updated"], answer["ignored"]) == (4, 4)
    assert failure_types(answer) == [
        (3, "INCOMPLETE_DATA"),
        (5, "INCOMPLETE_DATA"),
        (6, "INCORRECT_FORMAT"),
        (7, "INCORRECT_FORMAT"),
    ]
    assert anna.names("Regions") == {"N": "Far North", "SOUTH": "South", "W": "West"}


def test_a_parent_is_named_by_its_name_and_must_be_there(anna: Anaplan) -> None:
    """In the list above; within one list nothing can be its own grandparent."""
    offices, tree = (f"lists/{anna.id_of('lists', name)}/items" for name in ("Offices", "Tree"))
    answer = add(anna, offices, {"name": "Leeds", "code": "O1", "parent": "north"}, {"name": "Rome", "parent": "Italy"})
    assert failure_types(answer) == [(1, "INCORRECT_FORMAT")]
    assert update(anna, offices, {"code": "O1", "parent": "South"})["updated"] == 1
    assert add(anna, tree, {"name": "Twig", "code": "W", "parent": "Top"})["added"] == 1

    circle = update(anna, tree, {"code": "T", "parent": "Twig"}, {"code": "W", "parent": "Twig"})

    assert failure_types(circle) == [(0, "INCORRECT_FORMAT"), (1, "INCORRECT_FORMAT")]
    lists = anna.contents()["lists"]
    assert [(one["name"], one.get("parent")) for one in lists["Offices"]] == [("Leeds", "South")]
    assert [(one["name"], one.get("parent")) for one in lists["Tree"]] == [("Top", None), ("Twig", "Top")]


def test_deleted_items_are_named_by_id_or_code(anna: Anaplan, lines: str) -> None:
    """Not by both; the cells of the member are gone with it, and a repeated delete finds nothing."""
    body = {"items": [{"code": "L1"}, {"id": "1", "code": "L2"}]}
    first = anna.ask("POST", f"{lines}?action=delete", json=body).json()
    again = anna.ask("POST", f"{lines}?action=delete", json={"items": [{"code": "L1"}]}).json()

    assert (first["deleted"], failure_types(first)) == (1, [(1, "INCORRECT_FORMAT")])
    assert again["deleted"] == 0
    assert set(anna.cells()) == {"L2"}


def test_written_cells_are_done_or_refused_one_by_one(anna: Anaplan) -> None:
    """Calculated cells and unknown members are refused; unchanged ones do not count as changed."""
    item = anna.get(f"lists/{anna.id_of('lists', 'Lines')}/items")["listItems"][1]["id"]
    line_items = anna.get("lineItems")["items"]
    note = next(row["id"] for row in line_items if row["name"] == "Note")
    by_code = [{"dimensionName": "Lines", "itemCode": "L1"}]
    answer = anna.ask(
        "POST",
        f"modules/{anna.id_of('modules', 'Sales')}/data",
        json=[
            {"lineItemName": "Net", "dimensions": by_code, "value": 5.25},
            {"lineItemId": note, "dimensions": [{"dimensionName": "Lines", "itemId": item}], "value": "noted"},
            {"lineItemName": "Gross", "dimensions": by_code, "value": 1},
            {"lineItemName": "Net", "dimensions": [{"dimensionName": "Lines", "itemName": "#9"}], "value": 1},
            {"lineItemName": "Net", "dimensions": by_code, "value": None},
            {"lineItemName": "Net", "dimensions": by_code, "value": "much"},
            {"lineItemName": "Open", "dimensions": by_code, "value": True},
            {"lineItemName": "Net", "dimensions": by_code, "value": 5.25},
        ],
    )

    assert answer.status_code == 200
    assert answer.json()["numberOfCellsChanged"] == 3
    assert failure_types(answer.json()) == [
        (2, "cellIsCalculated"),
        (3, "INCORRECT_FORMAT"),
        (4, "INCOMPLETE_DATA"),
        (5, "INCORRECT_FORMAT"),
    ]
    cells = anna.cells()
    assert (cells["L1"]["Net"], cells["L1"]["Open"], cells["L2"]["Note"]) == ("5.25", "true", "noted")


def test_more_than_100000_rows_in_one_call_are_refused(anna: Anaplan, regions: str) -> None:
    """As is a body of more than 15 MB."""
    many = [{"code": "N"}] * 100_001

    assert anna.status("POST", f"{regions}?action=add", json={"items": many}) == 400
    assert anna.status("POST", f"{regions}?action=add", json={"items": [{"name": "x" * 15_000_001}]}) == 400
    assert anna.status("POST", f"modules/{anna.id_of('modules', 'Sales')}/data", json=many) == 400


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"items": 1}'])
def test_a_body_that_is_no_list_of_items_is_refused(anna: Anaplan, regions: str, body: bytes) -> None:
    """400, and nothing is done."""
    assert anna.status("PUT", regions, data=body) == 400
    assert anna.status("POST", f"{regions}?action=sort", json={"items": []}) == 400
