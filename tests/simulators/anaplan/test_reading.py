"""Reading a model: exports, views and lists (behaviour 29, and the refusal of large views)."""

import csv
import io
from datetime import timedelta

import pytest

from infra.local.vendors.anaplan import RunningAnaplan
from tests.simulators.anaplan.client import Anaplan

HEADER = ["Lines", "Line", "Region", "Day", "Month", "Net", "Tax", "Gross", "Note", "Open"]
FIRST = ["#1", "L1", "North", "2026-02-28", "Feb 26", "10.5", "0", "10.5", "fine", "true"]


@pytest.fixture
def loaded(anna: Anaplan) -> Anaplan:
    header = "Line,Region,Day,Month,Net,Tax,Gross,Note,Open,Unused"
    anna.load("sales.csv", "Sales", header, "L1,N,2026-02-28,Feb 26,10.50,0,,fine,yes,")
    return anna


def table(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_an_export_is_written_to_the_file_of_its_id(loaded: Anaplan) -> None:
    """Items by name, one column per line item; the task has no details."""
    result = loaded.run("exports", "Sales export")["result"]
    path = f"files/{loaded.id_of('exports', 'Sales export')}"
    rows = table(loaded.ask("GET", f"{path}/chunks/0").text)

    assert (result["successful"], "details" in result) == (True, False)
    assert rows[:2] == [HEADER, FIRST]
    assert rows[2][:2] == ["#2", "L2"]
    assert loaded.ask("GET", path).text == loaded.ask("GET", f"{path}/chunks/0").text
    shown = next(row for row in loaded.get("files")["files"] if row["id"] == path.removeprefix("files/"))
    assert shown == {
        "id": path.removeprefix("files/"),
        "name": "Sales export",
        "chunkCount": 1,
        "firstDataRow": 0,
        "headerRow": 0,
    }


def test_an_export_is_private_and_there_only_after_a_run(loaded: Anaplan, ben: Anaplan) -> None:
    """Everybody runs it for themselves."""
    path = f"files/{loaded.id_of('exports', 'Sales export')}"
    before = loaded.status("GET", path)
    loaded.run("exports", "Sales export")

    assert (before, loaded.status("GET", path), ben.status("GET", path)) == (404, 200, 404)


def test_the_header_of_an_export_is_told_before_it_runs(anna: Anaplan) -> None:
    """A client checks it like that of an import."""
    metadata = anna.get(f"exports/{anna.id_of('exports', 'Sales export')}")["exportMetadata"]

    assert metadata["headerNames"] == HEADER
    assert (metadata["rowCount"], metadata["columnCount"]) == (2, len(HEADER))


def test_the_default_view_of_a_module_has_the_modules_id(loaded: Anaplan) -> None:
    """As JSON with coordinates, or as CSV."""
    path = f"views/{loaded.id_of('modules', 'Sales')}/data"
    shown = loaded.get(path, format="v1")

    assert shown["columnCoordinates"] == [[name] for name in HEADER[1:]]
    assert shown["rows"][0] == {"rowCoordinates": ["#1"], "cells": FIRST[1:]}
    assert table(loaded.ask("GET", path).text)[:2] == [["", *HEADER[1:]], FIRST]
    assert table(loaded.ask("GET", path, params={"exportType": "TABULAR_MULTI_COLUMN"}).text)[0] == HEADER
    assert len(loaded.get(path, format="v1", maxRows=1)["rows"]) == 1


def test_a_saved_view_is_showing_some_line_items(loaded: Anaplan) -> None:
    """Thirteen digits; listed only if subsidiary views are asked for."""
    view = loaded.id_of("views", "Sales in short")

    assert len(view) == 13
    assert loaded.get(f"views/{view}/data", format="v1")["columnCoordinates"] == [["Line"], ["Net"]]
    assert view not in {row["id"] for row in loaded.get("views")["views"]}
    assert loaded.get(f"views/{view}")["rows"] == [{"id": loaded.id_of("lists", "Lines"), "name": "Lines"}]


def test_a_view_of_more_than_a_million_cells_is_refused(sim: RunningAnaplan, anna: Anaplan) -> None:
    """Refused, not cut; a smaller view of the same module is fine."""
    lines = next(one for one in sim.simulator.tenant.live.model.lists.values() if one.name == "Lines")
    for number in range(1_000_000 // 9):
        lines.add("", f"X{number}")
    answer = anna.ask("GET", f"views/{anna.id_of('modules', 'Sales')}/data", params={"format": "v1"})

    assert answer.status_code == 400
    assert "1000000" in answer.json()["status"]["message"]
    assert anna.status("GET", f"views/{anna.id_of('views', 'Sales in short')}/data?maxRows=1") == 200


def test_a_page_selector_of_a_flat_view_is_refused(anna: Anaplan) -> None:
    """There are no pages to select."""
    answer = anna.ask("GET", f"views/{anna.id_of('modules', 'Sales')}/data", params={"pages": "1:2"})

    assert (answer.status_code, answer.json()["status"]["message"]) == (400, "Invalid page selector [1:2]")


def test_items_are_told_with_their_properties_if_asked(anna: Anaplan) -> None:
    """All values as text, items by name."""
    anna.load("regions.csv", "Regions", "Code,Name,Manager,Heads,Twin", "N,North,Ann,3.0,S")
    path = f"lists/{anna.id_of('lists', 'Regions')}/items"
    short, full = anna.get(path)["listItems"][0], anna.get(path, includeAll="true")["listItems"][0]

    assert short == {"id": full["id"], "name": "North", "code": "N"}
    assert full["properties"] == {"Manager": "Ann", "Heads": "3", "Twin": "South"}
    text = anna.ask("GET", path, headers={"Accept": "text/csv"}).text
    assert table(text)[:2] == [
        ["Regions", "Parent", "Code", "Manager", "Heads", "Twin"],
        ["North", "", "N", "Ann", "3", "South"],
    ]


def test_a_parent_is_told_with_the_list_that_it_is_in(anna: Anaplan) -> None:
    """By name and by id; an item without one has none of these keys."""
    path = f"lists/{anna.id_of('lists', 'Offices')}/items"
    items = [{"code": "O1", "name": "Leeds", "parent": "North"}, {"code": "O2", "name": "Afloat"}]
    assert anna.ask("POST", f"{path}?action=add", json={"items": items}).json()["added"] == 2

    leeds, afloat = anna.get(path)["listItems"]

    regions = anna.id_of("lists", "Regions")
    north = anna.get(f"lists/{regions}/items")["listItems"][0]["id"]
    told = {"parent": "North", "parentId": north, "listId": regions, "listName": "Regions"}
    assert leeds == {"id": leeds["id"], "name": "Leeds", "code": "O1", **told}
    assert "parent" not in afloat


def test_items_are_looked_up_by_code_and_name(anna: Anaplan) -> None:
    """Letter case aside, each once, and what is unknown is simply absent."""
    path = f"dimensions/{anna.id_of('lists', 'Regions')}/items"

    found = anna.ask("POST", path, json={"codes": ["n", "X"], "names": ["SOUTH", "North"]}).json()["items"]

    assert [(one["name"], one["code"]) for one in found] == [("North", "N"), ("South", "S")]
    assert "items" not in anna.ask("POST", path, json={"codes": ["X"]}).json()
    assert anna.status("POST", path, json={"codes": [], "names": []}) == 400
    assert anna.status("POST", f"dimensions/{anna.id_of('lists', 'Offices')}/items", json={"codes": ["O1"]}) == 400


def test_a_list_that_is_too_large_is_refused_and_read_page_by_page(anna: Anaplan) -> None:
    """Never cut short; the header stands on the first page only, and who has read gives the pages back."""
    path = f"lists/{anna.id_of('lists', 'Regions')}"
    anna.admin("POST", "settings", {"most_items": 1, "large_read_rows": 1})
    assert anna.status("GET", f"{path}/items") == 400

    begun = anna.ask("POST", f"{path}/readRequests").json()["listReadRequest"]
    reading = f"{path}/readRequests/{begun['requestId']}"
    state = anna.get(reading)["listReadRequest"]
    pages = [table(anna.ask("GET", f"{reading}/pages/{number}").text) for number in range(state["availablePages"])]

    assert (state["requestState"], state["successful"], state["listId"]) == ("COMPLETE", True, path[6:])
    header = ["Regions", "Parent", "Code", "Manager", "Heads", "Twin"]
    assert pages == [[header, ["North", "", "N", "", "", ""]], [["South", "", "S", "", "", ""]]]
    assert anna.status("GET", f"{reading}/pages/2") == 404
    assert (anna.status("DELETE", reading), anna.status("GET", reading)) == (200, 404)
    assert anna.status("POST", "lists/101000000999/readRequests") == 404


def test_a_list_is_told_whether_it_is_numbered(anna: Anaplan) -> None:
    """With the odd key of the vendor's."""
    metadata = anna.get(f"lists/{anna.id_of('lists', 'Lines')}")["metadata"]

    assert (metadata["numberedList"], metadata["itemCount"], metadata["nextitemIndex"]) == (True, 2, 3)


def test_line_items_are_told_with_formats_and_formulas_if_asked(anna: Anaplan) -> None:
    """Ids and names otherwise."""
    path = f"modules/{anna.id_of('modules', 'Sales')}/lineItems"
    full = {row["name"]: row for row in anna.get(path, includeAll="true")["items"]}

    assert full["Gross"]["formula"] == "Net + Tax"
    assert full["Region"]["formatMetadata"]["hierarchyEntityLongId"] == anna.id_of("lists", "Regions")
    assert (full["Month"]["format"], full["Net"]["format"]) == ("TIME PERIOD", "NUMBER")
    assert set(anna.get(path)["items"][0]) == {"id", "name", "moduleId", "moduleName"}


def test_a_large_view_is_read_page_by_page(loaded: Anaplan) -> None:
    """The header stands on the first page only; a request that is given back is gone."""
    loaded.admin("POST", "settings", {"large_read_rows": 1})
    path = f"views/{loaded.id_of('views', 'Sales in short')}/readRequests"

    asked = loaded.ask("POST", path, json={"exportType": "TABULAR_MULTI_COLUMN"}).json()["viewReadRequest"]
    read = f"{path}/{asked['requestId']}"
    state = loaded.get(read)["viewReadRequest"]
    pages = [table(loaded.ask("GET", f"{read}/pages/{number}").text) for number in range(state["availablePages"])]

    assert (state["requestState"], state["successful"]) == ("COMPLETE", True)
    assert [len(page) for page in pages] == [2, 1]
    assert pages[0][0] == ["Lines", "Line", "Net"]
    assert [loaded.status("GET", f"{read}/pages/2"), loaded.status("DELETE", read), loaded.status("GET", read)] == [
        404,
        200,
        404,
    ]


def test_a_large_read_is_forgotten_after_half_an_hour(sim: RunningAnaplan, loaded: Anaplan) -> None:
    """Only the first of a hundred pages begins the time anew."""
    path = f"views/{loaded.id_of('views', 'Sales in short')}/readRequests"
    asked = loaded.ask("POST", path, json={"exportType": "TABULAR_MULTI_COLUMN"}).json()["viewReadRequest"]
    sim.simulator.tenant.clock.advance(timedelta(minutes=31))

    assert loaded.status("GET", f"{path}/{asked['requestId']}") == 404
    assert loaded.status("POST", path, json={"exportType": "SOMETHING"}) == 400
