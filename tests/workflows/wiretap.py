"""Everything secret that passed between the connector and the vendors, noted in the simulators as it passed."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from werkzeug.wrappers import Request, Response

from infra.local.vendors.common.server import Simulator

_IN_FORMS = ("client_secret", "refresh_token")
_IN_ANSWERS = ("access_token", "refresh_token", "tokenValue")


class Wiretap:
    """Collects passwords, client secrets and tokens of every kind."""

    def __init__(self) -> None:
        self.secrets: set[str] = set()

    @contextmanager
    def on(self, simulator: Simulator) -> Iterator[None]:
        """Listen to a simulator."""
        inner = simulator.handle

        def handle(request: Request) -> Response:
            self._sent(request)
            response = inner(request)
            if "/token" in request.path:
                self._answered(response.get_json(silent=True))
            return response

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(simulator, "handle", handle)
            yield

    def _sent(self, request: Request) -> None:
        scheme, _, credential = request.headers.get("Authorization", "").partition(" ")
        if credential:
            self.secrets.add(credential)
        if scheme == "Basic":
            self.secrets.add(base64.b64decode(credential).decode().partition(":")[2])
        if request.path == "/connect/token":
            self.secrets |= {request.form[name] for name in _IN_FORMS if name in request.form}

    def _answered(self, content: Any) -> None:
        if isinstance(content, dict):
            self.secrets |= {str(content[name]) for name in _IN_ANSWERS if name in content}
            self._answered(content.get("tokenInfo"))
