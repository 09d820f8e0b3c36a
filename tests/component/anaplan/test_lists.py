"""Lists are read back with what facts may name, however large they are."""

import pytest
from ml_connector.anaplan.lists import ListItem, find_list, items_of, read_items
from ml_connector.errors import SettingsWrong, VendorDown

from tests.component.anaplan.csv_files import ENTITIES
from tests.component.anaplan.desk import Desk, Operator


def read(desk: Desk, name: str) -> list[ListItem]:
    return list(items_of(desk.client, desk.model, find_list(desk.client, desk.model, name)))


def test_items_come_with_code_name_and_properties(desk: Desk) -> None:
    """Facts name codes; names and properties show what has been changed since."""
    desk.upload("xero_entities.csv", ENTITIES, ["UK", "Zoë's shop, Ltd", "GBP"])
    desk.run(desk.action("Entities from Xero", "import"))

    (item,) = read(desk, "Entities")

    assert (item.code, item.name, item.properties) == ("UK", "Zoë's shop, Ltd", {"Base currency": "GBP"})


def test_an_empty_list_has_no_items(desk: Desk) -> None:
    """Anaplan leaves the key out of its answer."""
    assert read(desk, "Accounts") == []


@pytest.fixture
def large(desk: Desk, operator: Operator) -> Desk:
    """A list of two items where one can be read at once, and a page holds one."""
    desk.upload("xero_entities.csv", ENTITIES, ["UK", "Harbour", "GBP"], ["NZ", 'Vale, "NZ"', "NZD"])
    desk.run(desk.action("Entities from Xero", "import"))
    operator.order("settings", most_items=1, large_read_rows=1)
    return desk


def test_a_large_list_is_read_page_by_page_and_given_back(large: Desk, operator: Operator) -> None:
    """Anaplan refuses to give it at once, and what is not given back is in the way of the next."""
    assert read_items(large.client, large.model, find_list(large.client, large.model, "Entities")) is None

    found = [(item.code, item.name, item.properties) for item in read(large, "Entities")]

    assert found == [("UK", "Harbour", {"Base currency": "GBP"}), ("NZ", 'Vale, "NZ"', {"Base currency": "NZD"})]
    asked = [entry["method"] for entry in operator.read("journal")["requests"] if "readRequests" in entry["path"]]
    assert (asked[0], asked[-1]) == ("POST", "DELETE")


def test_a_large_list_that_is_not_ready_is_looked_at_again(large: Desk, operator: Operator) -> None:
    """For looks that no workflow waits for; not for ever."""
    operator.order("settings", large_read_seconds=60)
    list_ = find_list(large.client, large.model, "Entities")
    pauses: list[float] = []

    with pytest.raises(VendorDown, match="still preparing the list 'Entities'"):
        list(items_of(large.client, large.model, list_, pauses.append))
    assert sum(pauses) > 60

    def hurry(_: float) -> None:
        operator.order("clock", advance=61)

    assert len(list(items_of(large.client, large.model, list_, hurry))) == 2


def test_a_list_that_is_not_there_is_told_with_those_that_are_close(desk: Desk) -> None:
    """Before a single row is mapped."""
    with pytest.raises(SettingsWrong, match=r"there is no list 'Acounts'.*'Accounts'"):
        read(desk, "Acounts")
