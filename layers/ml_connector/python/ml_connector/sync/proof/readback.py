"""Whether the model holds what a run has sent, line by line, to the cent.

The view that is read shows every line that was ever loaded, and the control totals are those of one run. So the lines
are compared by their keys: after a load, a line in the model is what the last row sent for it says, whether that was a
first load, an edit, a tombstone or the same row again. Sums are then formed over the lines of this run on both sides,
and nothing has to be remembered between runs that could itself be wrong.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from msgspec import Struct
from msgspec.structs import replace

from ml_connector.errors import SettingsWrong
from ml_connector.sync.money import CENT, ZERO
from ml_connector.sync.payload import Payload

_TOLD, _EXAMPLES = 20, 3


class Layout(Struct, frozen=True):
    """Which columns of a load say what, by their headers; account and period may be empty."""

    key: str
    figures: tuple[str, ...]
    account: str = ""
    period: str = ""


class Difference(Payload, frozen=True):
    """One figure of one account in one month.

    missing, wrong   lines that are not in the model, and lines that hold another amount there
    examples         keys of some of them
    """

    account: str
    period: str
    figure: str
    sent: Decimal
    held: Decimal
    missing: int
    wrong: int
    examples: tuple[str, ...]


class ReadBack(Payload, frozen=True):
    """What reading the lines of a load back has come to.

    rows          lines that were sent; each counts once, whatever becomes of its figures
    differences   the largest first; a payload carries a few of them only
    """

    view: str
    rows: int
    missing: int
    wrong: int
    differences: tuple[Difference, ...] = ()

    @property
    def flaw(self) -> str:
        """What is wrong, where; empty if the model holds every line as it was sent."""
        if not (self.missing or self.wrong):
            return ""
        places = {(one.account, one.period): one for one in reversed(self.differences)}
        told = [
            f"{one.account} in {one.period}: {one.missing + one.wrong} rows, {one.figure} {one.held:,.2f} "
            f"instead of {one.sent:,.2f} (such as {', '.join(one.examples)})"
            for one in list(places.values())[:_EXAMPLES]
        ]
        more = len(places) - len(told)
        return (
            f"the view '{self.view}' lacks {self.missing} of {self.rows} rows that Anaplan reported as taken, and "
            f"shows {self.wrong} with other figures: {'; '.join(told)}{f' and {more} more' if more > 0 else ''}"
        )

    def shortened(self) -> "ReadBack":
        """What fits between two states."""
        return replace(self, differences=self.differences[:_TOLD])


class _Line(Struct, frozen=True):
    account: str
    period: str
    figures: tuple[str, ...]


def compare(view: str, layout: Layout, sent: Iterable[Sequence[str]], shown: Iterable[Sequence[str]]) -> ReadBack:
    """The lines that were sent against those that the view shows.

    sent, shown   rows of text, the header first
    raises        SettingsWrong if the view does not show what has to be compared
    """
    lines = _sent(layout, iter(sent))
    rows = iter(shown)
    header = list(next(rows, []))
    figures = tuple(name for name in layout.figures if name in header)
    if layout.key not in header or not figures:
        lacking = layout.key if layout.key not in header else " or ".join(layout.figures)
        raise SettingsWrong(
            f"The view '{view}' shows no '{lacking}' ({', '.join(header) or 'nothing'}); add the line item to the view"
        )
    key, places = header.index(layout.key), [header.index(name) for name in figures]
    chosen = [layout.figures.index(name) for name in figures]
    found, different = 0, _Differences(figures)
    for row in rows:
        line = lines.pop(row[key], None)
        if line is not None:
            found += 1
            different.wrong(row[key], line, [line.figures[one] for one in chosen], [row[one] for one in places])
    for name, line in lines.items():
        different.missing(name, line, [line.figures[one] for one in chosen])
    return ReadBack(
        view=view,
        rows=found + len(lines),
        missing=len(lines),
        wrong=different.lines_wrong,
        differences=different.result(),
    )


def _sent(layout: Layout, rows: Iterable[Sequence[str]]) -> dict[str, _Line]:
    """The lines by key; the header of later chunks is not repeated."""
    walk = iter(rows)
    header = list(next(walk, []))
    at: Mapping[str, int] = {name: place for place, name in enumerate(header)}
    key, figures = at[layout.key], [at[name] for name in layout.figures]
    account, period = at.get(layout.account, -1), at.get(layout.period, -1)
    return {
        row[key]: _Line(
            row[account] if account >= 0 else "",
            row[period] if period >= 0 else "",
            tuple(row[place] for place in figures),
        )
        for row in walk
    }


class _Differences:
    """Collects what differs by account, month and figure."""

    def __init__(self, figures: tuple[str, ...]) -> None:
        self._figures = figures
        self._found: dict[tuple[str, str, str], list[tuple[str, Decimal, Decimal, bool]]] = {}
        self.lines_wrong = 0

    def wrong(self, key: str, line: _Line, sent: Sequence[str], held: Sequence[str]) -> None:
        """Compare the figures of a line that is there."""
        if sent == held:
            return
        differing = [
            (name, one, other)
            for name, one, other in zip(self._figures, map(_number, sent), map(_number, held), strict=True)
            if abs(one - other) >= CENT / 2
        ]
        self.lines_wrong += bool(differing)
        for name, one, other in differing:
            self._add(line, name, (key, one, other, False))

    def missing(self, key: str, line: _Line, sent: Sequence[str]) -> None:
        """Note a line that is not there."""
        for name, amount in zip(self._figures, map(_number, sent), strict=True):
            self._add(line, name, (key, amount, ZERO, True))

    def result(self) -> tuple[Difference, ...]:
        """All of them, the largest first."""
        rows = [
            Difference(
                account=account,
                period=period,
                figure=figure,
                sent=sum((sent for _, sent, _, _ in found), ZERO),
                held=sum((held for _, _, held, _ in found), ZERO),
                missing=sum(gone for *_, gone in found),
                wrong=sum(not gone for *_, gone in found),
                examples=tuple(key for key, *_ in found[:_EXAMPLES]),
            )
            for (account, period, figure), found in self._found.items()
        ]
        return tuple(sorted(rows, key=lambda one: (-abs(one.sent - one.held), one.account, one.period, one.figure)))

    def _add(self, line: _Line, figure: str, what: tuple[str, Decimal, Decimal, bool]) -> None:
        self._found.setdefault((line.account, line.period, figure), []).append(what)


def _number(text: str) -> Decimal:
    """A blank cell is zero, as Anaplan shows it; what is no number is infinitely far from any."""
    try:
        return Decimal(text) if text else ZERO
    except InvalidOperation:
        return Decimal("Infinity")
