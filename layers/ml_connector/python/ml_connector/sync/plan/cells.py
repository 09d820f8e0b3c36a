"""What every layout comes down to: single cells, each with the labels of its dimensions."""

from collections.abc import Iterable

from msgspec import Struct

from ml_connector.errors import ContractBroken


class Cell(Struct, frozen=True):
    """One cell of the export.

    line      of the file, from 1
    labels    one per role of the shape, in its order
    measure   the role of its line item
    """

    line: int
    labels: tuple[str, ...]
    measure: str
    text: str


class Dropped:
    """What was left out on purpose while reading: columns and cells of periods that add up others."""

    def __init__(self) -> None:
        self.summaries = 0


def nothing_in_it() -> ContractBroken:
    """The error for a file without a single row."""
    return ContractBroken(
        "The export's file has a header and no rows; most likely the integration's user has no selective access to the "
        "members of its lists: look at that, and at the export's filters, then run the plan again"
    )


def quoted(names: Iterable[str]) -> str:
    """Names as messages show them."""
    return ", ".join(f"'{name}'" for name in names)
