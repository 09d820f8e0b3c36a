"""A cursor moves forward only, and only over what a run has covered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ml_connector.errors import CursorMoved
from ml_connector.stores.cursors import Advance, Cursor, CursorStore

from tests.component.stores.doubles import NOON, Interrupted

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.service_resource import Table

HOUR = timedelta(hours=1)


def move(store: CursorStore, covered_from: datetime | None, to: datetime, version: int, run: str = "r") -> Advance:
    return store.advance("UK", "invoices", covered_from=covered_from, to=to, version=version, run=run)


def test_a_first_load_sets_the_cursor_and_a_delta_moves_it(table: Table) -> None:
    """This is the whole life of a cursor when nothing goes wrong."""
    store = CursorStore(table)

    assert store.read("UK", "invoices") == Cursor()
    assert move(store, None, NOON, 0, "r-1") is Advance.MOVED
    assert move(store, NOON, NOON + HOUR, 1, "r-2") is Advance.MOVED
    assert store.read("UK", "invoices") == Cursor(NOON + HOUR, 2, "r-2")
    assert store.read("UK", "bills") == Cursor()


def test_a_commit_that_is_repeated_finds_its_work_done(table: Table) -> None:
    """A lost answer makes the workflow commit twice."""
    store = CursorStore(table)
    move(store, None, NOON, 0)

    assert move(store, None, NOON, 0) is Advance.ALREADY
    assert store.read("UK", "invoices").version == 1


@pytest.mark.parametrize("since", [None, NOON], ids=["never loaded", "loaded until noon"])
def test_a_pass_that_began_after_the_cursor_does_not_move_it(table: Table, since: datetime | None) -> None:
    """What lies between would never be asked for again."""
    store = CursorStore(table)
    if since is not None:
        move(store, None, since, 0)
    before = store.read("UK", "invoices")

    assert move(store, NOON + HOUR, NOON + 2 * HOUR, before.version) is Advance.GAP
    assert store.read("UK", "invoices") == before


def test_a_cursor_that_another_run_moved_less_far_is_reported(table: Table) -> None:
    """The runs must be told apart: what this one proved began from another state of the model."""
    store = CursorStore(table)
    move(store, None, NOON, 0, "r-1")

    with pytest.raises(CursorMoved, match=r"r-1.*2026-11-22 12:00"):
        move(store, None, NOON + HOUR, 0, "r-2")
    assert store.read("UK", "invoices") == Cursor(NOON, 1, "r-1")


@pytest.mark.parametrize("other", [NOON + HOUR, NOON + 2 * HOUR], ids=["as far", "farther"])
def test_a_run_that_loses_the_race_to_one_that_went_as_far_is_content(table: Any, other: datetime) -> None:
    """Both read version 0; the later writer finds everything covered."""
    store = CursorStore(table)
    late = CursorStore(Interrupted(table, lambda: move(store, None, other, 0, "r-1")))  # type: ignore[arg-type]  # a stand-in

    assert move(late, None, NOON + HOUR, 0, "r-2") is Advance.ALREADY
    assert store.read("UK", "invoices") == Cursor(other, 1, "r-1")


def test_a_run_that_loses_the_race_to_one_that_went_less_far_is_told(table: Any) -> None:
    """The condition on the version holds between reading and writing, not only before."""
    store = CursorStore(table)
    late = CursorStore(Interrupted(table, lambda: move(store, None, NOON, 0, "r-1")))  # type: ignore[arg-type]  # a stand-in

    with pytest.raises(CursorMoved):
        move(late, None, NOON + HOUR, 0, "r-2")
    assert store.read("UK", "invoices") == Cursor(NOON, 1, "r-1")
