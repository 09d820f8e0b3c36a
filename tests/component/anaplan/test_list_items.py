"""Items of a list one by one: what there is, what is added, what is updated, what is refused and why."""

import pytest
from ml_connector.anaplan.list_items import ListItems
from ml_connector.anaplan.lists import find_list, items_of
from ml_connector.sync.aligning import Row, batches

from tests.component.anaplan.desk import Desk


@pytest.fixture
def entities(desk: Desk) -> ListItems:
    return ListItems(desk.client, desk.model, find_list(desk.client, desk.model, "Entities"))


def shown(desk: Desk) -> dict[str, str]:
    return {
        item.code: item.name
        for item in items_of(desk.client, desk.model, find_list(desk.client, desk.model, "Entities"))
    }


def bring(items: ListItems, *rows: Row) -> list[tuple[int, int, list[str]]]:
    known = {code: item.id for code, item in items.look_up([row["Code"] for row in rows]).items()}
    told = []
    for batch in batches(rows, known, numbered=items.is_numbered()):
        written = items.add(batch.items) if batch.is_new else items.update(batch.items)
        told.append((written.added, written.updated, [one.failure_type for one in written.failures]))
    return told


def row(code: str, name: str, **properties: str) -> Row:
    return {"Code": code, "Name": name, **properties}


def test_new_items_are_added_and_known_ones_updated(desk: Desk, entities: ListItems) -> None:
    """Keyed by code, whatever its letter case, so that another name is a rename; the same again changes nothing."""
    assert bring(entities, row("UK", "Harbour", **{"Base currency": "GBP"})) == [(1, 0, [])]
    assert bring(entities, row("uk", "Vale"), row("NZ", "Harbour NZ")) == [(1, 0, []), (0, 1, [])]
    assert bring(entities, row("UK", "Vale"), row("NZ", "Harbour NZ")) == [(0, 2, [])]

    assert shown(desk) == {"UK": "Vale", "NZ": "Harbour NZ"}


def test_an_item_that_is_refused_does_not_hold_up_the_others(desk: Desk, entities: ListItems) -> None:
    """200, with the place and the reason of each refusal."""
    told = bring(entities, row("UK", "Harbour"), row("NZ", "harbour"), row("US", "States", Unknown="x"))

    assert told == [(1, 0, ["INCORRECT_FORMAT", "INCORRECT_FORMAT"])]
    assert shown(desk) == {"UK": "Harbour"}


def test_an_empty_list_knows_no_code(entities: ListItems) -> None:
    """Anaplan refuses to look codes up where there are none."""
    assert entities.look_up(["UK"]) == {}
