"""From a request to an answer: the shape every layer of a simulator has, and the two layers common to all.

A handler takes a request and gives a response, or raises ``Dropped`` when the line is to be cut without one.
"""

import json
import select
import socket
import time
from collections.abc import Callable
from typing import Any

from pydantic import JsonValue
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.clock import Clock
from infra.local.vendors.common.faults import Fault, Faults
from infra.local.vendors.common.journal import DROPPED, Journal

Handler = Callable[[Request], Response]


class Dropped(Exception):
    """Cut the connection now, without an answer."""


def json_answer(value: Any, status: int = 200) -> Response:
    """A JSON response."""
    return Response(json.dumps(value), status=status, content_type="application/json")


def outlast(request: Request) -> None:
    """Say nothing until whoever has asked is gone: has given up, or has died."""
    request.get_data()
    connection: socket.socket = request.environ["werkzeug.socket"]
    try:
        while not select.select([connection], [], [], 1.0)[0] or connection.recv(1, socket.MSG_PEEK):
            pass
    except OSError:
        return  # cut by us, as the server stops, or by the client


def journaled(
    handler: Handler, *, journal: Journal, clock: Clock, tenant_of: Callable[[Request], str | None] = lambda _: None
) -> Handler:
    """The handler with every request written to the journal, cut ones too. ``tenant_of`` reads whom it was about."""

    def handle(request: Request) -> Response:
        started = time.perf_counter()
        at = clock.now().isoformat()
        status = DROPPED
        try:
            response = handler(request)
            status = response.status_code
        finally:
            journal.record(
                at=at,
                method=request.method,
                path=request.path,
                query=request.query_string.decode("latin-1"),
                status=status,
                tenant=tenant_of(request),
                seconds=time.perf_counter() - started,
            )
        return response

    return handle


def with_faults(handler: Handler, faults: Faults) -> Handler:
    """The handler with the armed faults in front of it (and behind it, for ``drop_after``)."""

    def handle(request: Request) -> Response:
        fault = faults.take(request.method, request.path)
        return handler(request) if fault is None else _suffer(fault, request, handler)

    return handle


def _suffer(fault: Fault, request: Request, handler: Handler) -> Response:
    time.sleep(fault.delay)
    match fault.kind:
        case "answer":
            return _answer(fault.body, fault)
        case "delay":
            return handler(request)
        case "cut_body":
            return _half(handler(request))
        case "hang":
            handler(request)
            outlast(request)
            raise Dropped
        case "drop_before":
            raise Dropped
        case "drop_after":
            handler(request)
            raise Dropped


def _half(response: Response) -> Response:
    """An answer that announces more than comes: the server closes the connection after each one."""
    body = response.get_data()
    response.set_data(body[: len(body) // 2])
    response.headers["Content-Length"] = str(max(len(body), 1))
    return response


def _answer(body: JsonValue, fault: Fault) -> Response:
    text, content_type = (body, "text/plain") if isinstance(body, str) else (json.dumps(body), "application/json")
    response = Response(text, status=fault.status, content_type=content_type)
    response.headers.update(fault.headers)
    return response
