"""Lists are read back with what facts may name."""

import pytest
from ml_connector.anaplan.lists import ListItem, find_list, items_of
from ml_connector.errors import SettingsWrong

from tests.component.anaplan.csv_files import ENTITIES
from tests.component.anaplan.desk import Desk


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


def test_a_list_that_is_not_there_is_told_with_those_that_are_close(desk: Desk) -> None:
    """Before a single row is mapped."""
    with pytest.raises(SettingsWrong, match=r"there is no list 'Acounts'.*'Accounts'"):
        read(desk, "Acounts")
