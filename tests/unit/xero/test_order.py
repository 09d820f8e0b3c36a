"""Whether ids stand in an order by id."""

import uuid

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.xero.order import Order, still_fits

from tests.unit.xero.books import sql_server_key

IDS = st.lists(st.uuids().map(str), min_size=3, unique=True)


@given(IDS)
def test_ids_sorted_as_text_fit(ids: list[str]) -> None:
    """The order that most servers would show."""
    assert still_fits("unknown", sorted(ids), "", None) in ("text", "unknown")
    assert still_fits("text", sorted(ids), "", None) == "text"


@given(IDS)
def test_ids_sorted_as_sql_server_does_fit(ids: list[str]) -> None:
    """SQL Server weighs the last group most."""
    assert still_fits("guid", sorted(ids, key=sql_server_key), "", None) == "guid"


@given(IDS)
def test_ids_out_of_order_fit_nothing(ids: list[str]) -> None:
    """One descent is enough."""
    ids = sorted(ids)

    assert still_fits("text", [ids[1], ids[0], *ids[2:]], "", None) == "none"


def test_sql_server_weighs_the_last_bytes_most() -> None:
    """One bit set in each group, from the group that weighs least to the one that weighs most."""
    groups = [1 << 120, 1 << 88, 1 << 72, 1 << 56, 1 << 40]
    ids = [str(uuid.UUID(int=group)) for group in groups]

    assert still_fits("unknown", ids, "", None) == "guid"
    assert still_fits("unknown", ids[::-1], "", None) == "text"


def test_an_order_that_was_ruled_out_never_comes_back() -> None:
    """A later page cannot mend what an earlier one showed."""
    assert still_fits("none", ["a", "b"], "", None) == "none"


def test_letter_case_does_not_matter() -> None:
    """GUIDs are the same in either case."""
    assert still_fits("text", ["a", "B", "c"], "", None) == "text"


def test_as_many_ids_may_repeat_as_records_have_entered() -> None:
    """Records that enter before the page push others onto it a second time."""
    cases: dict[tuple[str, int | None], Order] = {
        ("b", 2): "text",
        ("b", 1): "none",
        ("b", None): "text",
        ("", 0): "text",
    }

    for (last_id, growth), expected in cases.items():
        assert still_fits("text", ["a", "b", "c"], last_id, growth) == expected
