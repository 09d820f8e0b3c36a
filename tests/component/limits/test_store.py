"""The store keeps what the rules decide, whoever else writes at the same time."""

import pytest
from ml_connector.errors import VendorDown
from ml_connector.limits.state import Block, State
from ml_connector.stores.limits import LimitStore
from msgspec.structs import replace

from tests.component.limits.flows import Stores

KEY = "xero#t"


def with_block(state: State, name: str) -> State:
    return replace(state, blocks={**state.blocks, name: Block(starts=(1.0, 2.5), spend_by=3.0, until=4.0)})


def test_what_was_never_written_is_empty_and_what_was_written_comes_back(stores: Stores) -> None:
    """Nobody has to set anything up for a new organisation."""
    store = LimitStore(stores.table, State())
    assert store.read(KEY) == State()

    store.change(KEY, lambda state: (with_block(state, "a"), None))

    assert store.read(KEY) == with_block(State(), "a")


def test_who_was_slower_decides_again(stores: Stores) -> None:
    """Otherwise both would be granted the same calls."""
    store, other = (LimitStore(stores.table, State(), pause=lambda _: None) for _ in range(2))
    seen: list[set[str]] = []

    def decide(state: State) -> tuple[State, None]:
        if not seen:
            other.change(KEY, lambda theirs: (with_block(theirs, "quick"), None))
        seen.append(set(state.blocks))
        return with_block(state, "slow"), None

    store.change(KEY, decide)

    assert seen == [set(), {"quick"}]
    assert set(store.read(KEY).blocks) == {"quick", "slow"}


def test_nothing_new_costs_no_write(stores: Stores) -> None:
    """A function that only hears that it has to wait leaves no trace."""
    store = LimitStore(stores.table, State())

    assert store.change(KEY, lambda state: (state, "wait")) == "wait"
    assert stores.table.scan()["Items"] == []


def test_trying_for_ever_is_not_an_answer(stores: Stores) -> None:
    """The workflow tries again, and its log says why."""
    store, other = (LimitStore(stores.table, State(), pause=lambda _: None) for _ in range(2))
    count = iter(range(1000))

    def decide(state: State) -> tuple[State, None]:
        other.change(KEY, lambda theirs: (with_block(theirs, str(next(count))), None))
        return with_block(state, "slow"), None

    with pytest.raises(VendorDown, match="changed 30 times"):
        store.change(KEY, decide)
