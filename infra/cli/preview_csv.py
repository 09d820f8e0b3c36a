"""What a run would do, as CSV: one of the tables of a look ahead."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

from ml_connector.sync.drift import Finding
from ml_connector.sync.forecast import Calls
from ml_connector.sync.payload import Payload
from ml_connector.sync.preview import Preview, Work

_COLUMNS = ("entity", "account", "period", "before", "change", "after")


class Part(StrEnum):
    """One table of a look ahead."""

    CHANGES = "changes"
    CALLS = "calls"
    MEMBERS = "members"
    ROWS = "rows"


def as_csv(found: Preview, part: Part = Part.CHANGES) -> str:
    """One of the tables, header first: by default the change per account and period."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(_csv(found, part))
    return out.getvalue()


def _csv(found: Preview, part: Part) -> Iterator[Sequence[object]]:
    match part:
        case Part.CHANGES:
            yield _COLUMNS
            for one in found.movements:
                amounts = (one.before, one.change, one.after)
                figures = ("" if amount is None else f"{amount:f}" for amount in amounts)
                yield one.entity, one.account, one.period, *figures
        case Part.CALLS:
            yield from _fields(Calls, found.calls)
        case Part.MEMBERS:
            yield from _fields(Finding, found.members)
        case Part.ROWS:
            yield from _fields(Work, found.work, "kept")


def _fields(shape: type[Payload], each: Iterable[Payload], *without: str) -> Iterator[list[object]]:
    """The fields of each in the order of their declaration."""
    names = [name for name in shape.__struct_fields__ if name not in without]
    yield [*names]
    yield from ([getattr(one, name) for name in names] for one in each)
