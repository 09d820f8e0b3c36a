"""A set that is too large for one question, read in parts by the date of its documents. Pure: it asks nobody.

A document whose date is edited during the pass can be in two parts or in none; it was edited after the watermark then,
so the next delta brings it.
Source: Xero, Accounting API, High volume threshold; Requests and responses, Filtering.
"""

from datetime import date, timedelta

from msgspec.structs import replace

from ml_connector.errors import ContractBroken
from ml_connector.xero.paging import Position
from ml_connector.xero.window import Window

_FIRST_BOOKS = date(2006, 1, 1)
"""Xero was founded; what little is older stays in the first part, which has no beginning."""

_AHEAD = timedelta(days=366)


def narrowed(position: Position, today: date) -> Position:
    """The pass with the part that was too large cut in two, at the beginning of the first of them.

    raises   ContractBroken when the part is a single day
    """
    window = position.window
    low, high = window.first or _FIRST_BOOKS, window.until or today + _AHEAD
    middle = low + (high - low) // 2
    if not low < middle < high:
        raise ContractBroken(
            f"Xero has too many documents between {low} and {high} for one answer, and no smaller part can be asked "
            "for; pull a later `since`, or ask Xero to raise the threshold"
        )
    lower, upper = Window(first=window.first, until=middle), Window(first=middle, until=window.until)
    return _at(position, lower, (upper, *position.later))


def next_part(position: Position) -> Position:
    """The pass at the beginning of its next part; as it is when there is none, or this one is not done."""
    if not (position.done and position.later):
        return position
    return _at(position, position.later[0], position.later[1:])


def and_again(position: Position, first: date | None) -> Position:
    """The pass, when its delta is done, at the beginning of one more part: all documents dated ``first`` or later.

    For changes that no delta tells of, because they did not move the stamp of their document.
    """
    if first is None or position.since is None or not position.done:
        return position
    return replace(_at(position, Window(first=first), ()), since=None)


def _at(position: Position, window: Window, later: tuple[Window, ...]) -> Position:
    return Position(
        since=position.since,
        watermark=position.watermark,
        pages=position.pages,
        calls=position.calls,
        window=window,
        later=later,
        before=position.pages,
    )
