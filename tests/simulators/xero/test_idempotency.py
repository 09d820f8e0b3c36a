"""Writes repeated under an Idempotency-Key. Source: Xero, Requests and responses, Idempotent requests."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.simulators.xero.client import Client, Serve
from tests.simulators.xero.writing import draft, refusal, send, writable_books

SIX_MINUTES = 360


@pytest.fixture
def writing(serve: Serve) -> Client:
    """A client of an organisation whose books can be written."""
    return serve(writable_books())


def count(client: Client) -> int:
    """How many journals there are."""
    return len(client.all("ManualJournals"))


def test_a_repeat_within_six_minutes_gets_the_same_answer_and_creates_nothing(writing: Client) -> None:
    """But costs a call."""
    first = send(writing, "PUT", draft(), key="once")
    writing.advance(SIX_MINUTES - 1)
    again = send(writing, "PUT", draft(), key="once")

    assert again.content == first.content
    assert int(again.headers["X-DayLimit-Remaining"]) == int(first.headers["X-DayLimit-Remaining"]) - 1
    assert count(writing) == 1


def test_after_six_minutes_the_key_is_forgotten(writing: Client) -> None:
    """Exactly once for longer than that is the client's own affair."""
    send(writing, "PUT", draft(), key="once")
    writing.advance(SIX_MINUTES)
    send(writing, "PUT", draft(), key="once").raise_for_status()

    assert count(writing) == 2


def test_an_error_is_kept_as_well(writing: Client) -> None:
    """A corrected journal needs a new key."""
    wrong = draft("1.00", "-2.00")
    assert refusal(send(writing, "PUT", wrong, key="once")) == refusal(send(writing, "PUT", wrong, key="once"))

    mixed_up = send(writing, "PUT", draft(), key="once")

    assert (mixed_up.status_code, "once is used with a different request" in mixed_up.text) == (400, True)
    assert count(writing) == 0


def test_a_key_has_at_most_128_characters(writing: Client) -> None:
    """And nothing is done under a longer one."""
    assert send(writing, "PUT", draft(), key="k" * 128).status_code == 200
    assert send(writing, "PUT", draft(), key="k" * 129).status_code == 400
    assert count(writing) == 1


def test_the_answer_is_kept_when_the_line_is_cut_before_it_arrives(writing: Client) -> None:
    """The case for which keys were made."""
    writing.admin("POST", "faults", {"method": "PUT", "path": "ManualJournals", "kind": "drop_after"})
    with pytest.raises(requests.ConnectionError):
        send(writing, "PUT", draft(), key="once")

    send(writing, "PUT", draft(), key="once").raise_for_status()

    assert count(writing) == 1


def test_two_at_once_under_one_key_make_one_journal(writing: Client) -> None:
    """Whichever comes second waits for the first."""
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: send(writing, "PUT", draft(), key="once").content, range(4)))

    assert (len(set(answers)), count(writing)) == (1, 1)


def test_without_a_key_every_write_is_its_own(writing: Client) -> None:
    """Xero has no other guard against doubles."""
    for _ in range(2):
        send(writing, "PUT", draft()).raise_for_status()

    assert count(writing) == 2
