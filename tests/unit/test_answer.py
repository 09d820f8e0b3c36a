"""What an answer tells beside its body."""

import pytest
from ml_connector.answer import Answer
from ml_connector.errors import ContractBroken
from requests.structures import CaseInsensitiveDict


def an_answer(headers: dict[str, str], body: bytes = b"") -> Answer:
    return Answer(200, CaseInsensitiveDict(headers), body, asked="GET https://vendor.test/")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": " 0.5 "}, 0.5),
        ({"Retry-After": "-3"}, 0.0),
        ({"Retry-After": "Sun, 22 Nov 2026 10:00:30 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 30.0),
        ({"Retry-After": "Sun, 22 Nov 2026 09:00:00 GMT", "Date": "Sun, 22 Nov 2026 10:00:00 GMT"}, 0.0),
        ({"Retry-After": "Sun, 22 Nov 2020 09:00:00 GMT"}, 0.0),
        ({"Retry-After": "nan"}, None),
        ({"Retry-After": "soon"}, None),
        ({}, None),
    ],
)
def test_a_wait_is_seconds_or_a_date_by_the_servers_own_clock(headers: dict[str, str], seconds: float | None) -> None:
    """With our clock ten minutes off, a date read against it would be ten minutes wrong."""
    assert an_answer(headers).retry_after() == seconds


@pytest.mark.parametrize(
    "body",
    [b"", b"<html>secret</html>", b'{"secret"', b"\xff\xfe\xfa", b'{"a": NaN}', b"[" * 100_000],
    ids=["empty", "html", "cut", "bytes", "NaN", "deep"],
)
def test_an_answer_that_is_no_json_is_told_without_quoting_it(body: bytes) -> None:
    """A body can hold a token or a customer's name; its kind and length are proof enough."""
    with pytest.raises(ContractBroken) as caught:
        an_answer({"Content-Type": "text/html"}, body).json()

    assert "secret" not in str(caught.value)
    assert f"(status 200, text/html, {len(body)} bytes)" in str(caught.value)
