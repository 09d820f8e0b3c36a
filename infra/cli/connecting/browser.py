"""The way to a consent page and back: a browser on this machine, or one anywhere with the address copied by hand.

Knows addresses and loopback; what the answer means is decided by the vendor's package.
"""

import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from time import monotonic
from typing import Protocol

from ml_connector.errors import BadCredentials

from infra.cli.connecting.person import Person
from infra.cli.trouble import Misuse

LOOPBACK = "127.0.0.1"
PATH = "/callback"
_PATIENCE = 300.0
_THANKS = b"<!doctype html><title>ml-connector</title><p>Thank you. Go back to the terminal; this window can be closed."


class Page(Protocol):
    """Shows a page to a person and gives the address that the page sends them to."""

    def __call__(self, address: str, fits: Callable[[str], bool], /) -> str:
        """The whole address. ``fits`` tells an answer to this question from anything else that comes along."""


def redirect_uri(port: int) -> str:
    """Where the vendor sends the browser: by the name localhost, since Xero refuses 127.0.0.1."""
    return f"http://localhost:{port}{PATH}"


class InTheBrowser:
    """Opens the browser of this machine and listens on its loopback for the way back."""

    def __init__(
        self, person: Person, port: int, show: Callable[[str], bool] | None = None, patience: float = _PATIENCE
    ) -> None:
        self._person, self._port, self._show, self._patience = person, port, show or webbrowser.open, patience

    def __call__(self, address: str, fits: Callable[[str], bool]) -> str:
        """The address of the first request that fits; raises Misuse if the port is taken, BadCredentials in the end."""
        with _listening(self._port, fits) as (server, answers):
            self._person.tell(f"Allow access in the browser; if none has opened, open this address:\n{address}")
            self._show(address)
            end = monotonic() + self._patience
            while not answers:
                if (left := end - monotonic()) <= 0:
                    raise BadCredentials(
                        f"Nobody came back from the consent page within {self._patience:.0f} s. If it showed an error: "
                        f"{redirect_uri(self._port)} must be among the app's redirect URIs, the client id must be the "
                        "app's, and invalid_scope means that the app lacks one of the scopes in the address. Then "
                        "connect again, with --headless if the browser is on another machine"
                    )
                server.timeout = left
                server.handle_request()
        return answers[0]


class ByHand:
    """Any browser anywhere: the person opens one address and copies another one back."""

    def __init__(self, person: Person) -> None:
        self._person = person

    def __call__(self, address: str, fits: Callable[[str], bool]) -> str:
        """What was pasted, whether it fits or not."""
        del fits
        self._person.tell(f"Open this address in any browser and allow access:\n{address}")
        self._person.tell("The browser then goes to an address on localhost that shows nothing; copy it from its line.")
        return self._person.ask("The whole address")


@contextmanager
def _listening(port: int, fits: Callable[[str], bool]) -> Iterator[tuple[HTTPServer, list[str]]]:
    answers: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Take the answer; anything else, such as a guess of another program, changes nothing."""
            good = self.path.startswith(f"{PATH}?") and fits(self.path)
            self.send_response(200 if good else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            if good:
                self.wfile.write(_THANKS)
                answers.append(self.path)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parameter's name is inherited
            """Nothing: the address holds the code."""

    try:
        server = HTTPServer((LOOPBACK, port), Handler)
    except OSError as error:
        raise Misuse(
            f"Port {port} cannot be listened on ({error.strerror})",
            "Name another one with --port, and register its address as a redirect URI of the app",
        ) from None
    with server:
        yield server, answers
