"""One page of one dataset: the bytes to park, and the little that has to be known of them at once.

The records themselves are read later, from what was parked.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.answer import Answer
from ml_connector.xero import dates
from ml_connector.xero.client import XeroClient
from ml_connector.xero.endpoints import PAGE_SIZE, Endpoint
from ml_connector.xero.limits import Limits
from ml_connector.xero.outlines import outline, server_now
from ml_connector.xero.paging import Position


class Page(Struct, frozen=True):
    """What was asked for with one position.

    gzipped           the body to park, as gzip
    item_count        records in the whole set as the answer tells, None if it does not
    page_count        likewise of pages
    server_now        Xero's instant of the answer
    in_update_order   whether the page could be one of Xero's own order, by update: no stamp before its predecessor's
    calls, limits     what it took, and what is left
    """

    gzipped: bytes
    ids: list[str]
    item_count: int | None
    page_count: int | None
    server_now: datetime
    in_update_order: bool
    calls: int
    limits: Limits

    @property
    def count(self) -> int:
        """Records on this page."""
        return len(self.ids)


def read_page(client: XeroClient, endpoint: Endpoint, position: Position, page_size: int = PAGE_SIZE) -> Page:
    """Ask for the page at ``position``; raises what the client raises, and ContractBroken when it is no page."""
    since = position.since if endpoint.paged else None
    answer = client.get(endpoint.path, endpoint.query(position.page, page_size, position.window), since)
    http = _nothing(answer.http, endpoint) if answer.unchanged else answer.http
    return _page(http, endpoint, answer.calls, answer.limits)


def read_ids(client: XeroClient, endpoint: Endpoint, ids: Sequence[str]) -> Page:
    """Ask for some records by id; those that Xero does not know are not on the page. Raises like ``read_page``."""
    answer = client.get(endpoint.path, endpoint.query_of(ids))
    return _page(answer.http, endpoint, answer.calls, answer.limits)


def as_parked(page: Page, parked: bytes, endpoint: Endpoint) -> Page:
    """The page as it was parked, when an earlier attempt had already parked it.

    parked   gzip. The instant of the earlier answer counts, or edits between the two would be missed for good.
    """
    if parked == page.gzipped:
        return page
    answer = Answer.of_gzip(parked, f"the parked page of {endpoint.dataset}")
    return replace(_page(answer, endpoint, page.calls, page.limits), gzipped=parked)


def _page(answer: Answer, endpoint: Endpoint, calls: int, limits: Limits) -> Page:
    found = outline(answer, endpoint)
    records = found[endpoint.key]
    counts = (found.get("pagination") or {}) if endpoint.paged else {"itemCount": len(records), "pageCount": 1}
    return Page(
        gzipped=answer.gzipped,
        ids=[record[endpoint.id_field] for record in records],
        item_count=counts.get("itemCount"),
        page_count=counts.get("pageCount"),
        server_now=server_now(answer, found.get("DateTimeUTC")),
        in_update_order=_in_update_order([record.get("UpdatedDateUTC") for record in records]),
        calls=calls,
        limits=limits,
    )


def _in_update_order(stamps: Sequence[str | None]) -> bool:
    try:
        return all(dates.moment(low) <= dates.moment(high) for low, high in pairwise(stamps))
    except ValueError:
        return True


def _nothing(answer: Answer, endpoint: Endpoint) -> Answer:
    """An empty page in place of a 304, which has no body to park."""
    now = server_now(answer, None).isoformat()
    return replace(answer, body=json.dumps({"DateTimeUTC": now, endpoint.key: []}).encode(), received=None)
