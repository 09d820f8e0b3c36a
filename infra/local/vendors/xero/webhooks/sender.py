"""The line to whoever receives, and the thread that keeps delivering while there is somebody."""

from collections.abc import Mapping
from threading import Event, Thread

import requests

from infra.local.vendors.xero.webhooks.outbox import Outbox

_PATIENCE = 5.0
_EVERY = 0.1


def post(url: str, raw: bytes, headers: Mapping[str, str]) -> int:
    """The status; 0 without an answer in five seconds, or with one that has a body or sets a cookie."""
    with requests.Session() as session:
        session.trust_env = False  # the receiver is on this machine, whatever proxy is set
        try:
            answer = session.post(url, data=raw, headers=dict(headers), timeout=_PATIENCE, allow_redirects=False)
        except requests.RequestException:
            return 0
    spoilt = answer.content or "set-cookie" in answer.headers or answer.elapsed.total_seconds() > _PATIENCE
    return 0 if spoilt else answer.status_code


class Sender:
    """Pumps an outbox from a thread of its own; stopped, it can be started again."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Deliver from now on; no harm if it does already."""
        if self._thread is None:
            self._stop.clear()
            self._thread = Thread(target=self._run, name="webhooks", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """No delivery begins any more."""
        if self._thread is not None:
            self._stop.set()
            self._thread.join()
            self._thread = None

    def _run(self) -> None:
        while not self._stop.wait(_EVERY):
            self._outbox.pump()
