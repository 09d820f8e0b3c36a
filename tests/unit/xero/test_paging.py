"""Reading pages while records are edited: nothing may slip between two of them."""

import itertools
import math
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ml_connector import plain
from ml_connector.errors import ContractBroken
from ml_connector.xero.paging import Position, advance

from tests.unit.xero.books import START, APage, Server, read

ANY_ORDER = st.sampled_from(["text", "guid", "update", "creation"])
ID_SEEDS = st.integers(0, 1 << 127) | st.integers(0, 40)
EVENTS = st.lists(
    st.tuples(st.sampled_from(["edit", "create", "nothing"]), ID_SEEDS, st.integers(0, 2)), min_size=1, max_size=12
)
LAST_CREATION = 40
SCATTERED = [n * 0x9E3779B97F4A7C15F39CC0605CEDC835 % (1 << 128) for n in range(50)]


def filled(server: Server, seeds: list[int], edits: list[int]) -> Server:
    for seed in seeds:
        server.create(seed)
        server.tick(1)
    for edit in edits:
        server.edit(edit)
        server.tick(1)
    return server


def happening(server: Server, events: list[tuple[str, int, int]]) -> Callable[[int], None]:
    """Runs through the events again and again, one after every answer; a set that grows for ever would have no end."""
    turn = itertools.cycle(events)

    def between(_: int) -> None:
        kind, number, pause = next(turn)
        server.tick(pause)
        if kind == "edit":
            server.edit(number)
        elif kind == "create" and server.answers < LAST_CREATION:
            server.create(number + server.answers)

    return between


@given(
    order=ANY_ORDER,
    size=st.integers(1, 7),
    counts=st.booleans(),
    delta=st.booleans(),
    seeds=st.lists(ID_SEEDS, max_size=30),
    edits=st.lists(st.integers(0, 40), max_size=10),
    events=EVENTS,
)
@settings(max_examples=200, deadline=None)
def test_a_pass_that_ends_has_lost_nothing(
    order: str,
    size: int,
    counts: bool,  # noqa: FBT001 - hypothesis passes it by name
    delta: bool,  # noqa: FBT001
    seeds: list[int],
    edits: list[int],
    events: list[tuple[str, int, int]],
) -> None:
    """Whatever the server sorts by: each record was seen as it is now, or is in the next delta, or the pass refuses."""
    server = filled(Server(order, size, counts), seeds, edits)
    server.since = START + timedelta(milliseconds=len(seeds) // 2) if delta else None

    try:
        position = read(server, happening(server, events))
    except ContractBroken:
        return
    if counts or (position.by_id and position.order != "none"):
        assert position.watermark is not None
        assert server.lost(position.watermark) == []


@given(order=ANY_ORDER, size=st.integers(1, 9), seeds=st.lists(ID_SEEDS, unique=True), edits=st.lists(st.integers(0)))
def test_a_quiet_pass_costs_no_more_calls_than_it_has_pages(
    order: str, size: int, seeds: list[int], edits: list[int]
) -> None:
    """Calls are the scarce good: 60 a minute and 5,000 a day."""
    server = filled(Server(order, size), seeds, edits)

    position = read(server)

    assert set(server.versions) == set(server.records)
    assert position.calls == server.answers == max(1, math.ceil(len(server.records) / size))


@pytest.mark.parametrize("order", ["text", "guid"])
def test_an_order_by_id_is_trusted_without_reading_the_parked_pages(order: str) -> None:
    """A busy organisation enters records behind the reader all the time; sweeping again would never end."""
    server = filled(Server(order, 10), SCATTERED, [3, 14, 15, 40])
    position = Position()

    while not position.done:
        page = server.page(position.page)
        server.tick(1)
        server.create(server.answers)
        server.edit(server.answers)
        position = advance(position, page, lambda: pytest.fail("the parked pages were read"))

    assert position.order == order
    assert position.sweep == 1
    assert position.watermark == START + timedelta(milliseconds=54)


def test_a_record_that_slips_between_two_pages_is_found_by_a_second_sweep() -> None:
    """In Xero's own order an edited record moves to the end, and its neighbour moves onto a page already read."""
    server = filled(Server("update", 2), [1, 2, 3, 4, 5], [])

    position = read(server, lambda answer: server.edit(0) if answer == 1 else None)

    assert position.sweep == 2
    assert len(server.versions) == 5


def test_an_order_by_update_that_looks_like_one_by_id_is_not_trusted() -> None:
    """Ids that rise with time look sorted either way; here 3 slips, 1 comes again, and a new 9 makes up the number."""
    server = filled(Server("update", 2), [1, 2, 3, 4, 5], [])

    def work(answer: int) -> None:
        if answer == 1:
            server.edit(0)
        if answer == 2:
            server.tick(1)
            server.create(9)

    position = read(server, work)

    assert position.sweep == 2
    assert set(server.versions) == set(server.records)


def test_pages_that_are_sorted_each_for_itself_are_in_no_order() -> None:
    """The second page begins before the first one ends, and nothing has come in that would explain it."""
    first = APage(["b", "c"], START, 4, 2, in_update_order=False)

    position = advance(advance(Position(), first, lambda: 2), APage(["a", "d"], START, 4, 2), lambda: 3)

    assert (position.done, position.sweep) == (False, 2)


def test_a_set_that_shrinks_is_swept_again_even_in_the_right_order() -> None:
    """Xero never removes a document, but if it did, a neighbour would slip."""
    position = Position()
    pages = [
        APage(["a", "b"], START, 6, 3, in_update_order=False),
        APage(["d", "e"], START, 5, 3),
        APage(["f"], START, 5, 3),
    ]

    for page in pages:
        position = advance(position, page, lambda: 5)

    assert (position.done, position.sweep) == (False, 2)


def test_a_set_that_cannot_be_shown_complete_stops_the_pass() -> None:
    """Better no figures than figures without a few documents."""
    server = filled(Server("creation", 2), [1, 2, 3], [])
    del server.records[min(server.records)]
    server.promised = 3

    with pytest.raises(ContractBroken, match=r"2 of 3 records in 5 sweeps"):
        read(server)


def test_a_page_that_comes_back_empty_too_early_is_not_the_end() -> None:
    """A 304 or a hiccup in the middle of a pass looks like the page after the last."""
    position = Position()
    pages = [
        APage(["a", "b"], START, 5, 3, in_update_order=False),
        APage(["c", "d"], START, 5, 3),
        APage([], START, None, None),
    ]

    for page in pages:
        position = advance(position, page, lambda: 4)

    assert (position.done, position.sweep) == (False, 2)


@pytest.mark.parametrize("order", ["text", "update"])
def test_without_counts_an_empty_page_ends_the_pass(order: str) -> None:
    """A server that leaves pagination out still has an end."""
    server = filled(Server(order, 2, counts=False), [5, 3, 1, 4, 2], [4, 1])

    read(server)

    assert len(server.versions) == 5


def test_a_server_that_ignores_the_page_number_is_noticed() -> None:
    """Without counts, the same page for ever would be a pass without end."""
    server = filled(Server("text", 9, counts=False), [5, 3, 1], [2])
    position, first = Position(), server.page(1)

    for _ in range(10):
        position = advance(position, first, lambda: 3)

    with pytest.raises(ContractBroken, match="10 pages in a row"):
        advance(position, first, lambda: 3)


@pytest.mark.parametrize("count", [0, None])
def test_an_empty_set_is_one_call(count: int | None) -> None:
    """A quiet delta costs one call for each dataset."""
    position = advance(Position(), APage([], START, count, count), lambda: pytest.fail("nothing was parked"))

    assert (position.done, position.calls, position.documents) == (True, 1, 0)


def test_a_position_travels_as_small_json() -> None:
    """It passes through the workflow between any two pages."""
    position = read(filled(Server("text", 3), [5, 3, 1, 4, 2], [4, 1]))

    text = plain.json(position)

    assert plain.read_json(Position, text) == position
    assert len(text) < 500
