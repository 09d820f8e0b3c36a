"""Nobody but Xero gets a word in, and Xero gets its answer whatever it sends."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.steps.receiving import MOST_BYTES
from ml_connector.xero.webhooks import signature, signed

from tests.unit.webhooks.sender import KEY, NEXT_KEY, TENANT, Desk, body, document, event, request

SIGNED = body(event(1), event(2), first=7)
RIGHT = signature(SIGNED, KEY)


@st.composite
def altered(draw: st.DrawFn) -> bytes:
    """The signed body with a byte changed, put in, taken out or moved, or a piece of it gone or doubled."""
    place = draw(st.integers(0, len(SIGNED) - 1))
    other = draw(st.integers(0, len(SIGNED) - 1))
    byte = bytes([draw(st.integers(0, 255))])
    low, high = sorted((place, other))
    how = draw(st.sampled_from(["replace", "insert", "delete", "cut", "double", "swap", "case"]))
    return {
        "replace": SIGNED[:place] + byte + SIGNED[place + 1 :],
        "insert": SIGNED[:place] + byte + SIGNED[place:],
        "delete": SIGNED[:place] + SIGNED[place + 1 :],
        "cut": SIGNED[:place],
        "double": SIGNED[:high] + SIGNED[low:],
        "swap": SIGNED[:low]
        + SIGNED[high : high + 1]
        + SIGNED[low + 1 : high]
        + SIGNED[low : low + 1]
        + SIGNED[high + 1 :],
        "case": SIGNED[:place] + SIGNED[place:].swapcase(),
    }[how]


@given(altered(), st.booleans())
def test_a_body_with_anything_altered_is_refused(raw: bytes, base64_: bool) -> None:  # noqa: FBT001 - drawn
    """Whoever has seen a delivery must not be able to make another one of it."""
    desk = Desk()

    status = desk.receiver.status(request(raw, RIGHT, base64_=base64_))

    assert (status == 200) == (raw == SIGNED)
    assert bool(desk.put) == (raw == SIGNED)


@given(st.text(max_size=80))
def test_a_signature_that_is_not_the_right_one_is_refused(given_: str) -> None:
    """Also one that is no base64, or no ASCII."""
    assert signed(SIGNED, given_, [KEY]) == (given_ == RIGHT)


@given(st.text(min_size=1).filter(lambda key: key != KEY))
def test_another_key_is_refused(key: str) -> None:
    """The key is all that Xero and we share."""
    assert Desk().status(SIGNED, key.encode("utf-8", "replace").decode()) == 401


@given(st.sampled_from(["", "A", "="]), st.integers(0, len(RIGHT)))
def test_a_signature_that_is_spelled_otherwise_is_refused(letter: str, place: int) -> None:
    """Base64 has more than one spelling for the same bytes; Xero's is the only one."""
    spelled = RIGHT[:place] + letter + RIGHT[place:]

    assert signed(SIGNED, spelled, [KEY]) == (spelled == RIGHT)


def test_the_intent_to_receive_is_answered_as_xero_wants_it() -> None:
    """Good and bad signatures over an empty delivery: nothing is handed on, and nobody is called."""
    desk = Desk()
    empty = body(first=0)

    answers = [desk.status(empty, key) for key in (KEY, "wrong", KEY, "wrong")]

    assert answers == [200, 401, 200, 401]
    assert desk.put == []


def test_a_delivery_is_handed_on_without_what_nobody_needs() -> None:
    """Each document once; no link, no entropy, no time."""
    desk = Desk()

    status = desk.status(body(event(2), event(1), event(2), first=41))

    assert status == 200
    (message,) = map(json.loads, desk.put)
    assert message == {
        "app": "app",
        "first": 41,
        "last": 43,
        "events": [[TENANT, "INVOICE", document(1)], [TENANT, "INVOICE", document(2)]],
    }


def test_the_bytes_are_what_is_signed_however_they_are_carried() -> None:
    """Types that are no text come as base64."""
    assert [Desk().status(SIGNED, base64_=carried) for carried in (False, True)] == [200, 200]


def test_two_keys_are_good_while_they_are_changed() -> None:
    """Xero signs with the new one from one moment to the next."""
    desk = Desk(KEY, NEXT_KEY)

    assert [desk.status(SIGNED, key) for key in (KEY, NEXT_KEY, "third")] == [200, 200, 401]


def test_a_key_that_was_just_stored_is_found() -> None:
    """A warm function must not refuse for a quarter of an hour what a cold one would take."""
    desk = Desk(KEY)
    desk.keys.next = {"app": (NEXT_KEY,)}

    assert desk.status(SIGNED, NEXT_KEY) == 200
    assert desk.status(SIGNED, KEY) == 401


MALFORMED: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"1",
    "no events": b'{"firstEventSequence": 1, "lastEventSequence": 1}',
    "no sequence": b'{"events": []}',
    "a sequence of text": b'{"events": [], "firstEventSequence": "1", "lastEventSequence": 1}',
    "a sequence that is true": b'{"events": [], "firstEventSequence": true, "lastEventSequence": 1}',
    "events of nobody": b'{"events": [{}], "firstEventSequence": 1, "lastEventSequence": 1}',
    "an event that is text": b'{"events": ["x"], "firstEventSequence": 1, "lastEventSequence": 1}',
    "more events than counted": body(event(1), event(2)).replace(b'"lastEventSequence": 2', b'"lastEventSequence": 1'),
    "deeper than anybody reads": b"[" * 100_000,
    "not UTF-8": b"\xff\xfe",
}


@pytest.mark.parametrize("raw", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_body_is_refused_although_it_is_signed(raw: bytes) -> None:
    """Nothing half understood goes on."""
    desk = Desk()

    assert desk.status(raw, base64_=True) == 401
    assert (desk.put, desk.refused) == ([], ["malformed"])


@pytest.mark.parametrize("base64_", [False, True])
def test_an_oversized_body_is_refused_before_its_signature_is_looked_at(base64_: bool) -> None:  # noqa: FBT001
    """To hash megabytes for everybody who asks would cost us more than them."""
    desk = Desk()

    assert desk.status(b" " * (MOST_BYTES + 1), base64_=base64_) == 401
    assert (desk.refused, desk.keys.asked) == (["size"], 0)


ODD: dict[str, dict[str, Any]] = {
    "no body": {"headers": {}},
    "no headers": {"body": "{}"},
    "bad base64": {"headers": {}, "body": "%%%", "isBase64Encoded": True},
    "base64 that is no ASCII": {"headers": {}, "body": "ÄÖÜ", "isBase64Encoded": True},
    "lone surrogates": {"headers": {}, "body": "\ud800"},
}


@pytest.mark.parametrize("asked", ODD.values(), ids=ODD)
def test_a_request_that_is_no_delivery_is_refused(asked: dict[str, Any]) -> None:
    """Anybody may send anything; none of it may look like a fault of ours."""
    assert Desk().receiver.status(asked) == 401


def test_an_event_that_names_no_document_still_tells_of_its_organisation() -> None:
    """An id goes into a URL, so only what looks like one is taken for one."""
    desk = Desk()
    odd = {**event(1), "resourceId": "1&where=true"}

    assert desk.status(body(odd)) == 200
    assert json.loads(desk.put[0])["events"] == [[TENANT, "INVOICE", ""]]


def test_a_large_delivery_goes_on_in_parts() -> None:
    """A queue takes no more than so much at once."""
    desk = Desk()

    assert desk.status(body(*(event(number) for number in range(1200)))) == 200
    assert [len(json.loads(message)["events"]) for message in desk.put] == [1000, 200]
    assert max(map(len, desk.put)) < 256 * 1024


def test_nothing_is_answered_well_before_it_is_safe() -> None:
    """If the queue cannot be reached the function dies, and Xero delivers again."""
    desk = Desk()
    desk.receiver = type(desk.receiver)(desk.keys, lambda _: (_ for _ in ()).throw(OSError), desk.refused.append)

    with pytest.raises(OSError):  # noqa: PT011 - whatever the queue raises
        desk.status(SIGNED)
