"""Xero's four limits, counted per app and tenant: in flight, per minute, per day, and per minute for the whole app.

Every call costs, refused ones too. Source: Xero, OAuth 2.0, API rate limits.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from infra.local.vendors.xero.gateway.windows import Count, FixedWindow, RollingWindow, Window
from infra.local.vendors.xero.settings import Limits

_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)
_KINDS: dict[str, Callable[[timedelta], Window]] = {"fixed": FixedWindow, "rolling": RollingWindow}


@dataclass(frozen=True)
class Verdict:
    """What the limits say of one call. ``problem`` is None if it may pass."""

    day: Count
    minute: Count
    app_minute: Count
    crowded: bool

    @property
    def problem(self) -> tuple[str, int | None] | None:
        """The name of the exceeded limit and the seconds to wait; too many in flight has none to tell."""
        if self.crowded:
            return "concurrent", None
        named = (("day", self.day), ("minute", self.minute), ("appminute", self.app_minute))
        return next(((name, count.retry_after) for name, count in named if count.retry_after is not None), None)


class Limiter:
    """Counts calls as they come in and go out; safe to use from many threads."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._lock = Lock()
        self._windows: dict[tuple[str, str, str], Window] = {}
        self._in_flight: Counter[str] = Counter()

    @contextmanager
    def call(self, tenant_id: str, now: datetime) -> Iterator[Verdict]:
        """Count a call about an organisation; it is in flight until the block ends."""
        with self._lock:
            verdict = self._judge(tenant_id, now)
            self._in_flight[tenant_id] += 1
        try:
            yield verdict
        finally:
            with self._lock:
                self._in_flight[tenant_id] -= 1

    def clear(self) -> None:
        """Forget the calls of the past."""
        with self._lock:
            self._windows.clear()

    def _judge(self, tenant_id: str, now: datetime) -> Verdict:
        limits = self._limits
        return Verdict(
            day=self._window("day", tenant_id, _DAY).take(now, limits.day),
            minute=self._window("minute", tenant_id, _MINUTE).take(now, limits.minute),
            app_minute=self._window("app", "", _MINUTE).take(now, limits.app_minute),
            crowded=self._in_flight[tenant_id] >= limits.concurrent,
        )

    def _window(self, name: str, tenant_id: str, span: timedelta) -> Window:
        kind = self._limits.window
        return self._windows.setdefault((name, tenant_id, kind), _KINDS[kind](span))
