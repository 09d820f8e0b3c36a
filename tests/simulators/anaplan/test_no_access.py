"""What a user without access to the model sees (behaviour 9)."""

import pytest

from tests.simulators.anaplan.client import Anaplan
from tests.simulators.anaplan.small_model import ANNA, MODEL


@pytest.fixture
def blind(anna: Anaplan) -> Anaplan:
    """Anna after her role was taken away."""
    anna.admin("POST", "settings", {"no_access": ANNA[0]})
    return anna


@pytest.mark.parametrize("resource", ["files", "imports", "processes", "lists", "modules", "files/113000000001/chunks"])
def test_whatever_is_below_the_model_is_not_found(blind: Anaplan, resource: str) -> None:
    """It is masked as missing, and never refused as forbidden."""
    assert blind.status("GET", resource) == 404


def test_the_model_itself_is_shown(blind: Anaplan) -> None:
    """With its name, as if nothing were amiss."""
    assert blind.get(f"/2/0/models/{MODEL}")["model"]["name"] == "Small"


def test_lists_of_tasks_are_empty_even_for_an_invented_import(blind: Anaplan) -> None:
    """An empty list of tasks proves nothing."""
    assert "tasks" not in blind.get("imports/112999999999/tasks")


def test_nothing_can_be_started(blind: Anaplan) -> None:
    """Starting is masked like looking."""
    assert blind.status("POST", "imports/112000000001/tasks", json={"localeName": "en_US"}) == 404


def test_others_are_not_touched(blind: Anaplan, ben: Anaplan) -> None:
    """The role is one user's."""
    assert blind.status("GET", "files") == 404
    assert ben.status("GET", "files") == 200
