"""What was kept back comes again when it can be loaded, and is left in peace until then."""

from dataclasses import dataclass, field

import pytest
from ml_connector.errors import MembersUnknown
from ml_connector.sync.documents import Unreadable
from ml_connector.sync.returning import is_settled, pages_to_try, returning

from tests.unit.sync.ledger import AnInvoice

PROVEN = {"proven"}.__contains__


@dataclass(frozen=True)
class Open:
    """What a record says of a document that waits."""

    held: int
    run: str = ""
    suspended: int = 0
    page: str = field(default="page")


def back(seen: Open, now: int | None, suspended: int = 0) -> bool:
    place = None if now is None else (now, suspended)
    return returning([AnInvoice("d")], {"d": seen}, lambda _: place, PROVEN) == ["d"]


@pytest.mark.parametrize(("now", "returns"), [(2, False), (3, False), (1, True), (0, True), (None, False)])
def test_a_document_returns_when_fewer_of_its_rows_are_kept_back(now: int | None, *, returns: bool) -> None:
    """One of two members has come: its row need not wait for the other. In a closed month all wait for a person."""
    assert back(Open(held=2), now) is returns


@pytest.mark.parametrize(("run", "returns"), [("proven", False), ("failed", True)])
def test_rows_that_were_sent_without_a_proof_are_sent_again(run: str, *, returns: bool) -> None:
    """The delta that brings others again does not bring these: they are too old for it."""
    assert back(Open(held=0, run=run), 0) is returns
    assert back(Open(held=1, run=run), 1) is returns


@pytest.mark.parametrize(("now", "suspended", "returns"), [(0, 2, False), (0, 1, True), (0, 0, True), (1, 0, False)])
def test_rows_on_a_suspense_member_return_when_one_of_their_own_has_come(
    now: int, suspended: int, *, returns: bool
) -> None:
    """And stay where they are if the policy has meanwhile become to keep such rows back: they are in the model."""
    assert back(Open(held=0, run="proven", suspended=2), now, suspended) is returns


def test_rows_that_were_kept_back_may_go_to_a_suspense_member() -> None:
    """A person has changed the policy, so that the totals are right."""
    assert back(Open(held=1), 0, suspended=1)


def test_what_waits_already_stops_no_run() -> None:
    """A policy that has become `stop` is meant for what Xero tells from now on."""

    def stops(_: AnInvoice) -> tuple[int, int]:
        raise MembersUnknown("no such member")

    assert returning([AnInvoice("d")], {"d": Open(held=1)}, stops, PROVEN) == []


def test_only_what_waits_and_can_be_read_is_tried() -> None:
    """A page holds a thousand documents."""
    documents: list[AnInvoice | Unreadable] = [AnInvoice("other"), Unreadable("d", "no lines"), AnInvoice("e")]

    assert returning(documents, {"d": Open(held=1), "e": Open(held=1)}, lambda _: (0, 0), PROVEN) == ["e"]


def test_a_document_rests_once_its_rows_are_proven() -> None:
    """Until then it stays open, or a failed load would lose it."""
    assert is_settled(Open(held=0, run="proven"), PROVEN)
    assert not is_settled(Open(held=0, run="failed"), PROVEN)
    assert not is_settled(Open(held=1, run="proven"), PROVEN)
    assert not is_settled(Open(held=0, run="proven", suspended=1), PROVEN)


def test_every_page_gets_its_turn_and_a_repeated_step_tries_the_same() -> None:
    """The cost of one run is bounded; which pages are left out must not always be the same."""
    pages = [f"page-{number}" for number in range(10)]

    tried = {run: pages_to_try(pages, run, 3) for run in map(str, range(50))}

    assert {page for some in tried.values() for page in some} == set(pages)
    assert all(len(some) == 3 for some in tried.values())
    assert pages_to_try(reversed(pages), "7", 3) == tried["7"]
