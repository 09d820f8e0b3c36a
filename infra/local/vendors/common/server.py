"""A simulator running: a real HTTP server on a thread of its own, on the loopback address only."""

import contextlib
import socket
from collections.abc import Iterable
from threading import Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Generic, Protocol, Self, TypeVar

from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.handling import Dropped

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

HOST = "127.0.0.1"


class Simulator(Protocol):
    """What can be run: something that answers requests and can say how to reach it."""

    def handle(self, request: Request) -> Response:
        """The answer to one request; called from many threads at once. Raises Dropped to cut the line."""

    def description(self, url: str) -> dict[str, Any]:
        """What a client needs to know, ready for JSON, given the address it runs at."""


class _Handler(WSGIRequestHandler):
    """The journal is the log; lines on stderr would only drown the operator's own output."""

    clock = Clock()

    def date_time_string(self, timestamp: float | None = None) -> str:
        """The Date header of every answer: simulated time, for clients take their watermark from it."""
        return super().date_time_string(self.clock.now().timestamp() if timestamp is None else timestamp)

    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002 - werkzeug's name
        if type == "error":
            super().log(type, message, *args)


class _Application:
    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            response = self._simulator.handle(Request(environ))
        except Dropped:
            _cut(environ["werkzeug.socket"])
            raise ConnectionAbortedError from None  # tells werkzeug that there is nobody left to answer
        return response(environ, start_response)


def _cut(connection: socket.socket) -> None:
    with contextlib.suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)


S = TypeVar("S", bound=Simulator)


class Running(Generic[S]):
    """A started simulator: where it is, what is inside, and the way to stop it. Also a context manager.

    raises   OSError when the port is taken
    """

    def __init__(self, simulator: S, port: int = 0, clock: Clock | None = None) -> None:
        self.simulator = simulator
        handler = type("_ClockedHandler", (_Handler,), {"clock": clock or Clock()})
        with socket.create_server((HOST, port)) as listener:  # raises OSError for a taken port; werkzeug would exit
            self._server = make_server(
                HOST, port, _Application(simulator), threaded=True, request_handler=handler, fd=listener.fileno()
            )
        self._thread = Thread(target=self._serve, name=f"simulator-{self.port}", daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        """The port in use, also when 0 was asked for."""
        return self._server.port

    @property
    def url(self) -> str:
        """The address without a slash at its end."""
        return f"http://{HOST}:{self.port}"

    @property
    def admin(self) -> str:
        """The address of the operator's paths."""
        return f"{self.url}/__admin__"

    def description(self) -> dict[str, Any]:
        """What a client needs to know, ready for JSON."""
        return self.simulator.description(self.url)

    def stop(self) -> None:
        """Stop listening and wait for the thread's end; once is enough, twice does no harm."""
        self._server.shutdown()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.02)
