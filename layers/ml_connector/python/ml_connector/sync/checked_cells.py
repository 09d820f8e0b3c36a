"""A column's text, held against the members that it may name."""

from collections.abc import Callable
from typing import Any

from ml_connector.sync.cutting import Texts
from ml_connector.sync.membership import Checks
from ml_connector.sync.unmapped import Unmapped

Cell = Callable[[Any], str]


def checked(cell: Cell, header: str, checks: Checks, *, shared: bool) -> Cell:
    """The same text if it names a member, or what stands for one; raises as ``Members`` does.

    shared   whether the column says the same on all rows of a document
    """
    members = checks.members.get(header)
    if checks.is_lenient:
        return _or_nothing(cell, members)
    if members is None:
        return cell
    suspense = checks.suspense

    def member(row: Any) -> str:
        try:
            return members[cell(row)]
        except Unmapped as unmapped:
            instead = members.instead(unmapped)
            suspense.take(row, unmapped, shared=shared)
            return instead

    return member


def _or_nothing(cell: Cell, members: Texts | None) -> Cell:
    def member(row: Any) -> str:
        try:
            return cell(row) if members is None else members[cell(row)]
        except Unmapped:
            return ""

    return member
