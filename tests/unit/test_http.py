"""The HTTP boundary: whole answers or a named error, and nothing secret in either."""

import gzip
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
import responses
from ml_connector.errors import ContractBroken, SettingsWrong, VendorDown
from ml_connector.http import Http, shown
from responses import matchers

URL = "https://vendor.test/things"


@pytest.fixture
def server() -> Iterator[responses.RequestsMock]:
    with responses.RequestsMock() as mock:
        yield mock


@pytest.fixture
def http() -> Http:
    return Http(requests.Session(), connect_timeout=1, read_timeout=0.3, max_bytes=1000)


def speak(answer: bytes, *, silent: bool = False) -> str:
    """A server that says these bytes to one caller and hangs up, or keeps the line; its address."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        with listener, line:
            line.recv(65536)
            line.sendall(answer)
            if silent:
                line.recv(65536)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listener.getsockname()[1]}/things"


def test_a_gzip_answer_is_unpacked_and_its_bytes_are_kept(server: responses.RequestsMock, http: Http) -> None:
    """The raw page is parked as it was received, without packing it again."""
    packed = gzip.compress(b'{"a": 1}')
    server.get(URL, body=packed, headers={"Content-Encoding": "gzip"})

    answer = http.send("GET", URL)

    assert (answer.body, answer.gzipped) == (b'{"a": 1}', packed)


def test_a_plain_answer_is_packed_the_same_way_every_time(server: responses.RequestsMock, http: Http) -> None:
    """Write-once parking compares bytes; a time stamp inside would make equal pages differ."""
    server.get(URL, body=b"plain")

    answer = http.send("GET", URL)

    assert answer.gzipped == answer.gzipped
    assert gzip.decompress(answer.gzipped) == b"plain"


def test_no_status_becomes_an_error_and_no_redirect_is_followed(server: responses.RequestsMock, http: Http) -> None:
    """What a status means differs by vendor, and a redirect could carry the token to another host."""
    server.get(URL, status=302, headers={"Location": "https://elsewhere.test/"})
    server.get(URL, status=500)

    assert [http.send("GET", URL).status for _ in range(2)] == [302, 500]


def test_basic_authentication_may_hold_any_character(server: responses.RequestsMock, http: Http) -> None:
    """requests alone refuses a password outside Latin-1."""
    header = {"Authorization": "Basic bWU6xYLDs2TFug=="}
    server.get(URL, match=[matchers.header_matcher(header)])

    assert http.send("GET", URL, auth=("me", "łódź")).status == 200


def test_a_netrc_file_is_not_looked_into(
    server: responses.RequestsMock, http: Http, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """requests would put its password in place of the bearer token."""
    (tmp_path / "netrc").write_text("default login someone password else")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    server.get(URL, match=[matchers.header_matcher({"Authorization": "Bearer t"})])

    assert http.send("GET", URL, headers={"Authorization": "Bearer t"}).status == 200


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nha",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n" + gzip.compress(b"whole")[:-4],
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nno gzip at all",
    ],
    ids=["no answer", "cut body", "cut chunk", "cut gzip", "damaged gzip"],
)
def test_an_answer_that_is_not_whole_is_an_outage(http: Http, answer: bytes) -> None:
    """Half a page must never look like a short one."""
    with pytest.raises(VendorDown):
        http.send("GET", speak(answer))


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nha"], ids=["at once", "midway"])
def test_silence_is_an_outage_after_the_read_time_out(http: Http, answer: bytes) -> None:
    """A function that waits for ever is ended by its own time-out without a reason in the log."""
    with pytest.raises(VendorDown, match=r"silence for more than 0\.3 s"):
        http.send("GET", speak(answer, silent=True))


def test_a_refused_connection_is_an_outage_told_without_the_query(http: Http) -> None:
    """The libraries' own messages repeat the whole address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    with pytest.raises(VendorDown) as caught:
        http.send("GET", f"http://127.0.0.1:{port}/x", params={"token": "secret"})
    assert "secret" not in str(caught.value)
    assert f"GET http://127.0.0.1:{port}/x?token" in str(caught.value)


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (b"x" * 1001, {}),
        (b"", {"Content-Length": "1001"}),
        (gzip.compress(b"0" * 1001), {"Content-Encoding": "gzip"}),
        (gzip.compress(b"0" * 600) + gzip.compress(b"0" * 600), {"Content-Encoding": "gzip"}),
    ],
    ids=["received", "announced", "unpacked", "in two members"],
)
def test_an_answer_beyond_the_cap_is_refused(http: Http, body: bytes, headers: dict[str, str]) -> None:
    """A gzip bomb must not end the function by its memory."""
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())

    with pytest.raises(ContractBroken, match="larger than 1,000 bytes"):
        http.send("GET", speak(f"HTTP/1.1 200 OK\r\n{head}\r\n".encode() + body))


def test_a_packing_that_was_not_asked_for_is_refused(server: responses.RequestsMock, http: Http) -> None:
    """Read as text, it would be nonsense with a confusing message."""
    server.get(URL, body=b"?", headers={"Content-Encoding": "br"})

    with pytest.raises(ContractBroken, match="'br'"):
        http.send("GET", URL)


@pytest.mark.parametrize(
    ("url", "headers"),
    [("nonsense", {}), ("http:///x", {}), (URL, {"A": "x\ny"}), (None, {"A": "ł"})],
    ids=["no scheme", "no host", "line break", "odd letter"],
)
def test_what_cannot_be_sent_is_a_matter_of_settings(http: Http, url: str | None, headers: dict[str, str]) -> None:
    """Trying it again would fail in the same way for ever."""
    with pytest.raises(SettingsWrong):
        http.send("GET", url or speak(b""), headers=headers)


def test_an_address_is_shown_without_user_and_values() -> None:
    """It stands in every error message, and those stand in logs."""
    assert shown("https://me:pw@host.test:8/p?code=1&x=", {"where": "2"}) == "https://host.test:8/p?code&x&where"
