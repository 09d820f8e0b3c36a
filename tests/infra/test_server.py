"""The local AWS comes up at a port of its own, whoever else looks for one at the same moment."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from infra.local.aws import server


def test_a_port_that_somebody_else_has_taken_is_left_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between choosing a port and listening on it others may be quicker, and they would answer what was never asked."""
    choose = server.free_port
    with ThreadingHTTPServer((server.HOST, 0), BaseHTTPRequestHandler) as stranger:
        Thread(target=stranger.serve_forever, daemon=True).start()
        ports = iter([stranger.server_port])
        monkeypatch.setattr(server, "free_port", lambda: next(ports, None) or choose())

        with server.serve(enforce_iam=True) as url:
            taken = url.endswith(f":{stranger.server_port}")
        stranger.shutdown()

    assert not taken
