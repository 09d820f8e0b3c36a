"""Stand-ins for what surrounds a store: a clock to turn, and AWS when it is slow, refuses or lets others in."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any

from botocore.exceptions import ClientError

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    """Stands still until it is turned."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def turn(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class Interrupted:
    """A table on which something else happens once, right after the first read."""

    def __init__(self, table: Any, meanwhile: Callable[[], object]) -> None:
        self._table = table
        self._meanwhile: Callable[[], object] | None = meanwhile

    def get_item(self, **request: Any) -> Any:
        answer = self._table.get_item(**request)
        meanwhile, self._meanwhile = self._meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return answer

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)


class Throttled:
    """A table, and its own client, that does ``at_once`` items of a batch and leaves the rest undone."""

    def __init__(self, table: Any, at_once: int) -> None:
        self._table = table
        self._client = table.meta.client
        self._at_once = at_once
        self.meta = self
        self.client = self
        self.name = table.name
        self.pauses: list[float] = []

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)

    def batch_write_item(self, *, RequestItems: dict[str, Any]) -> Any:  # noqa: N803  (boto3's own name)
        wanted = RequestItems[self.name]
        if now := wanted[: self._at_once]:
            self._client.batch_write_item(RequestItems={self.name: now})
        left = wanted[self._at_once :]
        return {"UnprocessedItems": {self.name: left} if left else {}}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> Any:  # noqa: N803  (boto3's own name)
        wanted = RequestItems[self.name]["Keys"]
        now, left = wanted[: self._at_once], wanted[self._at_once :]
        found = self._client.batch_get_item(RequestItems={self.name: {"Keys": now}}) if now else {"Responses": {}}
        return {**found, "UnprocessedKeys": {self.name: {"Keys": left}} if left else {}}


class OneAtATime:
    """A client or table whose calls are whole, as AWS promises for one item; threads still mix between calls.

    moto checks a condition and then writes without a lock, so among threads it can let two conditional writes win.
    """

    def __init__(self, client: Any, turn: Lock) -> None:
        self._client = client
        self._turn = turn

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._client, name)

        def whole(**request: Any) -> Any:
            with self._turn:
                return call(**request)

        return whole


class Refusing:
    """A client whose ``method`` is refused with ``code`` the first ``times`` times."""

    def __init__(self, client: Any, method: str, code: str, times: int) -> None:
        self._client = client
        self._method = method
        self._code = code
        self._times = times

    def __getattr__(self, name: str) -> Any:
        return self._refuse if name == self._method and self._times else getattr(self._client, name)

    def _refuse(self, **_: Any) -> Any:
        self._times -= 1
        raise ClientError({"Error": {"Code": self._code, "Message": "made up"}}, self._method)
