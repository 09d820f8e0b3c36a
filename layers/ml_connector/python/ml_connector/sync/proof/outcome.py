"""What became of the proof of one entity's books, as it travels through the workflow."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from ml_connector.sync.money import ZERO
from ml_connector.sync.payload import Payload


class BooksOutcome(Payload, frozen=True):
    """The verdict on the books of one entity.

    compared      False: the reason says why they could not be compared; that is no flaw of the books
    proven        nothing that was compared is unexplained beyond the tolerance
    unexplained   over all accounts and months, without regard to sign
    explained     the same of what a class accounts for
    key           where the whole proof lies
    again         the first day from which documents have to be pulled again; None: there is no need
    calls         to Xero, of reports, journals and whatever else the proof has asked for
    """

    entity: str
    compared: bool
    proven: bool
    reason: str
    periods: tuple[str, ...] = ()
    unexplained: Decimal = ZERO
    explained: Decimal = ZERO
    key: str | None = None
    again: date | None = None
    calls: int = 0


def months_to_compare(
    touched: Collection[str], known: Collection[str], newest: str, months: int, most: int
) -> list[str]:
    """The months that a run compares, in order: those touched, the newest ones, and all that are known if asked.

    newest   the current month; months: how many up to it are always compared; most: how many at all
    """
    year, month = int(newest[:4]), int(newest[5:])
    counted = range(year * 12 + month - months, year * 12 + month)
    always = {f"{number // 12:04d}-{number % 12 + 1:02d}" for number in counted}
    return sorted({*touched, *known, *always})[-most:]
