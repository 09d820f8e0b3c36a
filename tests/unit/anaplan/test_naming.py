"""Settings name things by id or by name, and a miss says what there is."""

import pytest
from ml_connector.anaplan.models import Named
from ml_connector.anaplan.naming import pick
from ml_connector.errors import SettingsWrong
from msgspec.structs import replace

LOWER = "8a8b8c8d" * 4
UPPER = LOWER.upper()
FINANCE = Named(id=LOWER, name="Finance")
SALES = Named(id="9" * 32, name="Sales")
OFFERED = [FINANCE, SALES]


@pytest.mark.parametrize("wanted", [LOWER, "Finance"], ids=["id", "name"])
def test_an_object_is_found_by_id_and_by_name(wanted: str) -> None:
    """Ids survive a rename, names survive a copy: both have their use."""
    assert pick("workspace", wanted, OFFERED, str.lower) is FINANCE


def test_an_id_goes_before_a_name() -> None:
    """Somebody may name a model like the id of another."""
    impostor = Named(id="7" * 32, name=LOWER)

    assert pick("workspace", LOWER, [impostor, FINANCE], str.lower) is FINANCE


def test_an_id_in_the_wrong_case_is_shown_in_the_right_one() -> None:
    """Anaplan answers 404 to it, which reads like a missing right."""
    with pytest.raises(SettingsWrong, match=f"workspace ids in lower case only: {LOWER}"):
        pick("workspace", UPPER, OFFERED, str.lower)
    with pytest.raises(SettingsWrong, match=f"model ids in upper case only: {UPPER}"):
        pick("model", LOWER, [Named(id=UPPER, name="Hub")], str.upper)


def test_an_id_in_the_wrong_case_is_told_even_if_nothing_has_it() -> None:
    """Case is the first thing to mend."""
    with pytest.raises(SettingsWrong, match="in upper case only"):
        pick("model", LOWER, [Named(id="7" * 32, name="Hub")], str.upper)


def test_a_name_that_two_objects_share_is_refused_with_their_ids() -> None:
    """Guessing could load into a copy of the model."""
    with pytest.raises(SettingsWrong, match=f"{LOWER}, {'9' * 32}"):
        pick("model", "Finance", [FINANCE, replace(SALES, name="Finance")])


@pytest.mark.parametrize("wanted", ["finance", "Finance ", "Finanze"])
def test_a_miss_names_the_closest(wanted: str) -> None:
    """Most misses are typing errors."""
    with pytest.raises(SettingsWrong, match=f"no workspace '{wanted}' that this user sees; the closest are 'Finance'"):
        pick("workspace", wanted, OFFERED)


def test_a_miss_without_anything_close_names_a_few() -> None:
    """The list shows whether one looks in the right place at all."""
    offered = [Named(id=str(n), name=f"Model {n}") for n in range(7)]

    with pytest.raises(SettingsWrong, match=r"there are 'Model 0', .* and 2 more"):
        pick("model", "Zzzz", offered)


def test_a_miss_among_nothing_speaks_of_rights() -> None:
    """An empty list is how Anaplan shows a user without access."""
    with pytest.raises(SettingsWrong, match="this user sees no model at all"):
        pick("model", "Hub", [])
