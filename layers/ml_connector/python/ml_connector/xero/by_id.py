"""Reading some documents by their ids, so many in one call. Pure: it asks nobody.

Nothing can slip here as it can between two pages: every call names what it wants.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from ml_connector.xero.endpoints import BY_ID
from ml_connector.xero.pages import Page
from ml_connector.xero.paging import Position


def calls_for(ids: Sequence[str]) -> int:
    """Calls that so many documents take."""
    return -(-len(ids) // BY_ID)


def batch(ids: Sequence[str], position: Position) -> Sequence[str]:
    """What to ask for at ``position``."""
    return ids[(position.page - 1) * BY_ID : position.page * BY_ID]


def after(position: Position, page: Page, ids: Sequence[str]) -> Position:
    """Where the pass stands after ``page``, which was asked at ``position`` and is parked."""
    return replace(
        position,
        watermark=position.watermark or page.server_now,
        page=position.page + 1,
        done=position.page >= calls_for(ids),
        documents=position.documents + page.count,
        pages=position.pages + 1,
        calls=position.calls + page.calls,
    )
