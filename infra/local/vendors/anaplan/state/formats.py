"""The formats a line item or a list property can have, and what a cell of each holds."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

# A list-formatted cell holds the id of an item, a time cell the name of its month; None is a blank.
Cell = str | Decimal | bool | date | None

_SPEC = re.compile(r"(?P<kind>TEXT|NUMBER|BOOLEAN|DATE|TIME PERIOD|LIST (?P<list>[^=]*[^= ]))(?: = (?P<formula>.+))?")


class Kind(StrEnum):
    """Formats by the vendor's names."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    BOOLEAN = "BOOLEAN"
    DATE = "DATE"
    TIME_PERIOD = "TIME PERIOD"
    LIST = "LIST"


@dataclass(frozen=True, slots=True)
class Format:
    """A kind, and for LIST the list whose items it takes."""

    kind: Kind
    list_name: str = ""


def read_format(spec: str) -> tuple[Format, str | None]:
    """The format and, if there is one, the formula written in a declaration. Raises ValueError."""
    found = _SPEC.fullmatch(spec)
    if found is None:
        raise ValueError(f"{spec!r} is no format: write e.g. TEXT, TIME PERIOD, LIST Accounts or NUMBER = Net + Tax")
    list_name = found["list"] or ""
    return Format(Kind.LIST if list_name else Kind(found["kind"]), list_name), found["formula"]
