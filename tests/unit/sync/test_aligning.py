"""Rows of a load that keeps a list, as calls of Anaplan's list items API."""

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.aligning import Fate, Row, batches, fate


def row(code: str, name: str = "", parent: str = "", **properties: str) -> Row:
    return {"Code": code, "Name": name or f"name of {code}", "Parent": parent, **properties}


def test_what_is_there_is_updated_by_its_id_and_the_rest_is_added() -> None:
    """The code goes along with the id, or Anaplan refuses an item that has one."""
    new, there = batches([row("a", Status="ACTIVE"), row("B", parent="Top")], {"b": "206"}, numbered=False)

    assert (new.is_new, new.items) == (
        True,
        [{"code": "a", "name": "name of a", "properties": {"Status": "ACTIVE"}}],
    )
    assert (there.is_new, there.items) == (False, [{"id": "206", "code": "B", "name": "name of B", "parent": "Top"}])


def test_a_numbered_list_is_given_no_names() -> None:
    """It makes them up, and refuses any other."""
    (new,) = batches([row("a")], {}, numbered=True)

    assert new.items == [{"code": "a"}]


def test_parents_are_added_before_their_children() -> None:
    """Whatever the order of the rows; a circle is left to Anaplan to refuse."""
    rows = [row("c", "Leaf", "Twig"), row("b", "Twig", "Top"), row("a", "Top"), row("d", "X", "Y"), row("e", "Y", "X")]

    calls = [[item["code"] for item in one.items] for one in batches(rows, {}, numbered=False)]

    assert calls == [["a"], ["b"], ["c"], ["d", "e"]]


@given(st.lists(st.text("abc", max_size=30), max_size=30), st.integers(1, 7), st.integers(80, 400))
def test_no_call_is_larger_than_anaplan_takes_and_no_row_is_lost(names: list[str], most: int, size: int) -> None:
    """So many items and so many bytes; a single longer item still is one call."""
    rows = [row(str(number), name) for number, name in enumerate(names)]

    calls = list(batches(rows, {}, numbered=False, most=most, size=size))

    assert [one for call in calls for one in call.rows] == rows
    assert all(len(call.items) <= most for call in calls)


def test_every_row_of_a_call_is_accounted_for() -> None:
    """Refused ones with their reason."""
    rows = [row("a"), row("b"), row("c")]

    assert fate(rows, 2, {1: "INCORRECT_FORMAT: why"}, ()) == Fate(2, 0, [(rows[1], "INCORRECT_FORMAT: why")])


def test_what_is_ignored_without_a_reason_counts_as_taken_only_if_it_is_there() -> None:
    """An answer that was lost leaves items behind, which a repeated call ignores."""
    rows = [row("a"), row("B"), row("c"), row("d")]

    assert fate(rows, 1, {3: "why"}, {"a", "b"}) == Fate(2, 1, [(rows[3], "why")])
