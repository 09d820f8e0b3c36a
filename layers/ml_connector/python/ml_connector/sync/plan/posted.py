"""Manual journals as Xero shows them, and whether one is what was sent."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from msgspec import Struct

from ml_connector.sync.plan.journals import JournalLine


class PostedLine(Struct, frozen=True):
    """One line as Xero shows it; tracking as sorted pairs of category and option."""

    account_id: str
    account_code: str
    amount: Decimal
    tracking: tuple[tuple[str, str], ...]


class Posted(Struct, frozen=True):
    """One manual journal as Xero shows it."""

    id: str
    status: str
    date: date
    narration: str
    url: str
    lines: tuple[PostedLine, ...]

    def bears(self, marker: str) -> bool:
        """Whether it is the one of this marker; a narration names its counterpart too, but without brackets."""
        return f"[{marker}]" in self.narration or self.url.endswith(f"={marker}")


def differences(lines: Sequence[JournalLine], day: date, status: str, posted: Posted) -> Iterator[str]:
    """What Xero shows otherwise than it was sent; it can drop a line, or tracking, with only a warning."""
    if posted.status != status:
        yield f"its status is {posted.status}, sent was {status}"
    if posted.date != day:
        yield f"its date is {posted.date}, sent was {day}"
    sent = Counter((line.account_id, line.amount, tuple(sorted(line.tracking))) for line in lines)
    codes = {line.account_id: line.account_code for line in lines}
    ids = {code: id_ for id_, code in codes.items() if code}  # some answers name an account by its code alone
    shown = Counter(
        (line.account_id or ids.get(line.account_code, line.account_code), line.amount, tuple(sorted(line.tracking)))
        for line in posted.lines
    )
    for account, amount, tracking in (sent - shown).elements():
        yield f"a line is missing: {_told(codes[account] or account, amount, tracking)}"
    for account, amount, tracking in (shown - sent).elements():
        yield f"a line was not sent: {_told(codes.get(account, account), amount, tracking)}"


def _told(account: str, amount: Decimal, tracking: Sequence[tuple[str, str]]) -> str:
    options = "".join(f", {category} {option}" for category, option in tracking)
    return f"account {account}, {amount:,}{options}"
