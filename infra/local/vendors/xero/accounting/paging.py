"""Cuts a selection into pages. Source: Xero, Requests and responses, Paging; pageSize 1 to 1000, clamped."""

from collections.abc import Sequence
from dataclasses import dataclass

from infra.local.vendors.xero.wire.exact import Record


@dataclass(frozen=True)
class Page:
    """Records of one page (or all of them, when ``number`` is None) and how many there are in all."""

    records: Sequence[Record]
    number: int | None
    size: int
    total: int

    def pagination(self) -> dict[str, int] | None:
        """The ``pagination`` of the answer; None when paging is off."""
        if self.number is None:
            return None
        count = -(-self.total // self.size)
        return {"page": self.number, "pageSize": self.size, "pageCount": count, "itemCount": self.total}


def page_of(selection: Sequence[Record], number: int | None, size: int) -> Page:
    """Page ``number``, counted from 1; an empty one past the end."""
    first = 0 if number is None else (number - 1) * size
    last = len(selection) if number is None else first + size
    return Page(selection[first:last], number, size, len(selection))
