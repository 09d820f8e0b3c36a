"""Reading a set page by page without losing a record while records are edited. Pure: it asks nobody.

Pages are asked in the order of an id that never changes, with the same If-Modified-Since. Nothing leaves such a set
during a pass, and no edit moves a record, so no record can slip over the boundary of two pages. That holds only if the
server keeps the order; Xero's own order, by update, would let a neighbour slip. So the order is trusted once a page has
stood in the order of ids and not in the order of updates, and as long as nothing contradicts it. A pass that has not
earned this trust must show as many different records as the server counts, or it is swept again.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from msgspec.structs import replace

from ml_connector.errors import ContractBroken
from ml_connector.plain import Instant, Plain
from ml_connector.xero.order import Order, still_fits
from ml_connector.xero.window import Window

SWEEPS = 5
REPEATS = 10


class PageSeen(Protocol):
    """What paging looks at; ``pages.Page`` is one."""

    @property
    def ids(self) -> Sequence[str]: ...
    @property
    def item_count(self) -> int | None: ...
    @property
    def page_count(self) -> int | None: ...
    @property
    def server_now(self) -> datetime: ...
    @property
    def in_update_order(self) -> bool: ...
    @property
    def calls(self) -> int: ...


class Position(Plain, frozen=True):
    """Where a pass stands; small enough to travel between states of a workflow.

    since         what is asked for: changed at or after this instant; None for everything
    watermark     the server's instant of the pass's very first answer, from which the next delta is counted
    sweep, page   the page to ask next, both from 1
    done          nothing more to ask
    documents     records that this sweep has returned, repeated ones included
    pages, calls  of the whole pass
    window        the part that is being read, if the whole was too large for one question; ``later``: those to come
    before        pages that earlier parts have parked
    """

    since: Instant | None = None
    watermark: Instant | None = None
    sweep: int = 1
    page: int = 1
    done: bool = False
    documents: int = 0
    pages: int = 0
    calls: int = 0

    window: Window = Window()
    later: tuple[Window, ...] = ()
    before: int = 0

    order: Order = "unknown"
    by_id: bool = False
    last_id: str = ""
    filled: int = 0
    repeats: int = 0
    item_count: int | None = None
    greatest: int = 0
    known: int | None = None

    @property
    def parked_as(self) -> int:
        """The number of the page to ask next, over all parts."""
        return self.before + self.page

    def to_come(self, page_size: int) -> int:
        """Calls that the pass still needs as far as it is known; at least one."""
        left = 0 if self.item_count is None else self.item_count - self.documents
        return max(1, -(-left // page_size))


def advance(position: Position, page: PageSeen, seen: Callable[[], int]) -> Position:
    """Where the pass stands after ``page``, which was asked at ``position`` and is parked.

    seen     how many different ids all parked pages of the pass hold; only asked when the order cannot be trusted
    raises   ContractBroken when a complete set cannot be shown in 5 sweeps, or the same page comes again and again
    """
    noted = _note(position, page)
    if _goes_on(noted, page):
        return replace(noted, page=position.page + 1)
    if _speaks_for_itself(noted):
        return replace(noted, done=True)
    distinct = seen()
    if distinct >= noted.greatest if noted.greatest else distinct == noted.known:
        return replace(noted, done=True)
    return _next_sweep(noted, distinct)


def _note(position: Position, page: PageSeen) -> Position:
    counted = position.item_count if page.item_count is None else page.item_count
    return replace(
        position,
        watermark=position.watermark or page.server_now,
        order=_order(position, page),
        by_id=position.by_id or not page.in_update_order,
        last_id=page.ids[-1] if page.ids else position.last_id,
        item_count=counted,
        greatest=max(position.greatest, counted or 0),
        documents=position.documents + len(page.ids),
        filled=position.filled + bool(page.ids),
        repeats=position.repeats + 1 if page.ids and page.ids[-1] == position.last_id else 0,
        pages=position.pages + 1,
        calls=position.calls + page.calls,
    )


def _order(position: Position, page: PageSeen) -> Order:
    counts = (position.item_count, page.item_count)
    growth = None if counts[0] is None or counts[1] is None else counts[1] - counts[0]
    return still_fits(position.order, page.ids, position.last_id, growth)


def _goes_on(noted: Position, page: PageSeen) -> bool:
    if not page.ids:
        return False
    if page.page_count is not None:
        return noted.page < page.page_count
    if noted.repeats >= REPEATS:
        raise ContractBroken(
            f"Xero ended {REPEATS} pages in a row with the same record and does not say how many pages there are; "
            "it seems to ignore page: look whether something stands between here and Xero"
        )
    return True


def _speaks_for_itself(noted: Position) -> bool:
    """Whether the sweep is complete by what it returned: in one answer, or in an order that can be trusted."""
    if noted.filled <= 1:
        return noted.documents >= noted.greatest
    return noted.by_id and noted.order != "none" and noted.documents >= (noted.item_count or 0)


def _next_sweep(noted: Position, distinct: int) -> Position:
    if noted.sweep >= SWEEPS:
        counted = f"{distinct} of {noted.greatest}" if noted.greatest else f"{distinct}"
        raise ContractBroken(
            f"Xero showed {counted} records in {SWEEPS} sweeps over all pages, in no order that can be trusted, while "
            "they were being edited; pull when it is quieter, and look whether Xero still honours order and pagination"
        )
    return Position(
        since=noted.since,
        watermark=noted.watermark,
        sweep=noted.sweep + 1,
        pages=noted.pages,
        calls=noted.calls,
        window=noted.window,
        later=noted.later,
        before=noted.before,
        greatest=noted.greatest,
        known=distinct,
    )
