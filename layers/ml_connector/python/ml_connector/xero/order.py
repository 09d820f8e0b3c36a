"""The two orders in which a database may sort ids when it is asked for an order by id.

Text, which is also how .NET sorts, or SQL Server's order of GUIDs: bytes 10-15 weigh most, then 8-9, 6-7, 4-5 and 0-3
of the 16 bytes as they lie in memory. Source: Microsoft, Comparing GUID and uniqueidentifier values.
"""

import uuid
from collections.abc import Callable, Sequence
from typing import Literal

Order = Literal["unknown", "text", "guid", "none"]
"""``unknown``: both still fit what was seen; ``none``: neither does."""


def still_fits(order: Order, ids: Sequence[str], last_id: str, growth: int | None) -> Order:
    """What is left of ``order`` after a page.

    ids       of the page, as they stand in it
    last_id   of the page before; empty on the first one
    growth    by how much the set has grown between the two pages. Records that entered the set before this page push
              others onto it a second time, so as many ids may repeat; any number if nobody says (None). A set that
              has shrunk fits nothing: a record may have slipped
    """
    fits = [name for name, key in _KEYS.items() if order in (name, "unknown") and _fits(ids, last_id, growth, key)]
    if len(fits) == len(_KEYS):
        return "unknown"
    return fits[0] if fits else "none"


def _fits(ids: Sequence[str], last_id: str, growth: int | None, key: Callable[[str], bytes]) -> bool:
    """Stops at the first id out of order: for the order that is not the server's, that is nearly at once."""
    try:
        last = key(last_id) if last_id else b""
        low, repeated = b"", 0
        for id_ in ids:
            high = key(id_)
            if high <= low:
                return False
            repeated += high <= last
            low = high
    except ValueError:
        return False
    return growth is None or repeated <= growth


def _as_text(id_: str) -> bytes:
    return id_.lower().encode()


def _as_guid(id_: str) -> bytes:
    raw = uuid.UUID(id_).bytes_le
    return raw[10:] + raw[8:10] + raw[6:8] + raw[4:6] + raw[:4]


_KEYS: dict[Order, Callable[[str], bytes]] = {"text": _as_text, "guid": _as_guid}
