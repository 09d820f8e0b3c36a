"""Records that come complete only when each is asked for by itself: budgets, two calendar years at a time. Pure.

The windows lie on a grid that never moves, so that two runs of different years ask for the same ones.
Source: Xero, Budgets: DateFrom and DateTo, 24 months at most.
"""

from collections.abc import Iterable
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.xero.endpoints import Endpoint
from ml_connector.xero.paging import Position

_YEARS = 2


class Question(Struct, frozen=True):
    """One record, with the months of two years from the first day of ``first`` on."""

    id: str
    first: int

    def path(self, endpoint: Endpoint) -> str:
        """Where the record is."""
        return f"{endpoint.path}/{self.id}"

    @property
    def params(self) -> dict[str, str]:
        """Which months of it."""
        return {"DateFrom": f"{self.first}-01-01", "DateTo": f"{self.first + _YEARS - 1}-12-31"}


def questions(ids: Iterable[str], today: date, years: int) -> list[Question]:
    """Every record in every window that touches the years from ``years`` before today's to ``years`` after it."""
    first = (today.year - years) // _YEARS * _YEARS
    return [Question(id_, year) for id_ in ids for year in range(first, today.year + years + 1, _YEARS)]


def after_list(listed: Position, count: int) -> Position:
    """Where a pass stands once the list is parked: at the first question, unless the list names nothing.

    listed   after the page of the list, which is a pass of its own
    """
    return replace(listed, page=2, done=not count)


def after_one(position: Position, calls: int, of: int) -> Position:
    """Where a pass stands after the question that ``position`` stood at; ``of`` of them follow the list, which is
    page 1."""
    return replace(
        position,
        page=position.page + 1,
        pages=position.pages + 1,
        calls=position.calls + calls,
        done=position.page == of + 1,
    )
