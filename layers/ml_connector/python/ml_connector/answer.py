"""What a server answered, complete and in memory.

Knows how to read JSON and Retry-After; what a status means is for the vendor's client to say.
"""

import gzip
import json
import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from msgspec import Struct

from ml_connector.errors import ContractBroken


class Answer(Struct, frozen=True):
    """One answer.

    headers    looked up without regard to case
    body       unpacked
    received   the gzip bytes exactly as they came, or None when the server sent the body unpacked
    asked      method and redacted address, for messages
    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    received: bytes | None = None
    asked: str = "request"

    @classmethod
    def of_gzip(cls, packed: bytes, asked: str) -> "Answer":
        """An answer that was kept as gzip, without its headers."""
        return cls(200, {}, gzip.decompress(packed), received=packed, asked=asked)

    @property
    def gzipped(self) -> bytes:
        """The body as gzip: the received bytes where there are some, else packed here without a time stamp."""
        return gzip.compress(self.body, mtime=0) if self.received is None else self.received

    def json(self, parse_float: Callable[[str], Any] | None = None) -> Any:
        """The body as JSON; raises ContractBroken, without quoting the body, when it is none."""
        try:
            return json.loads(self.body, parse_float=parse_float, parse_constant=_refuse)
        except (ValueError, RecursionError) as error:
            kind = self.headers.get("Content-Type", "no content type")
            raise ContractBroken(
                f"{self.asked}: the answer is not JSON (status {self.status}, {kind}, {len(self.body)} bytes); "
                "look at what answers under this address, or try again if the vendor shows an incident"
            ) from error

    def date(self) -> datetime | None:
        """The server's own instant (header Date), aware UTC."""
        return _http_date(self.headers.get("Date", ""))

    def retry_after(self) -> float | None:
        """Seconds to wait as the server says, never negative; None when it does not say or cannot be understood."""
        text = self.headers.get("Retry-After", "").strip()
        try:
            seconds = float(text)
        except ValueError:
            return self._until(_http_date(text))
        return max(0.0, seconds) if math.isfinite(seconds) else None

    def _until(self, moment: datetime | None) -> float | None:
        if moment is None:
            return None
        # Measured against the server's own clock, so that ours may be wrong.
        now = self.date() or datetime.now(UTC)
        return max(0.0, (moment - now).total_seconds())


def _http_date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is not JSON")
