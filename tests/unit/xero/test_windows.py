"""A set that is too large is cut by date until its parts are small enough, and no day is lost on the way."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.errors import ContractBroken
from ml_connector.xero.paging import Position
from ml_connector.xero.window import Window
from ml_connector.xero.windows import and_again, narrowed, next_part
from msgspec.structs import replace

TODAY = date(2026, 11, 22)


def holds(window: Window, day: date) -> bool:
    return (window.first is None or window.first <= day) and (window.until is None or day < window.until)


@given(st.lists(st.booleans(), max_size=9), st.dates(date(1990, 1, 1), date(2040, 1, 1)))
def test_every_day_is_in_exactly_one_part(cuts: list[bool], day: date) -> None:
    """Whichever parts turn out to be too large."""
    position, read = Position(), []
    for cut in cuts:
        if cut:
            position = narrowed(position, TODAY)
        elif position.later:
            read.append(position.window)
            position = next_part(replace(position, done=True))
    parts = [*read, position.window, *position.later]

    assert sum(holds(part, day) for part in parts) == 1


def test_a_single_day_cannot_be_cut() -> None:
    """It would be asked for again and again."""
    day = Position(window=Window(first=date(2026, 1, 1), until=date(2026, 1, 2)))

    with pytest.raises(ContractBroken, match="no smaller part"):
        narrowed(day, TODAY)


def test_a_window_is_added_to_the_filter() -> None:
    """As Xero reads it quickly."""
    window = Window(first=date(2026, 1, 1), until=date(2026, 7, 1))

    assert (
        window.within('Type=="ACCREC"') == 'Type=="ACCREC" AND Date>=DateTime(2026,01,01) AND Date<DateTime(2026,07,01)'
    )
    assert Window().within("") == ""


def test_a_delta_may_be_followed_by_all_documents_from_a_day_on() -> None:
    """A change that did not move its document's stamp is in no delta; the watermark stays that of the delta."""
    since, first = datetime(2026, 11, 1, tzinfo=UTC), date(2026, 10, 1)
    delta = Position(since=since, watermark=since, pages=2, done=True)

    part = and_again(delta, first)

    assert (part.since, part.window, part.done, part.before) == (None, Window(first=first), False, 2)
    assert part.watermark == since
    assert and_again(replace(part, done=True), first).done
    assert and_again(delta, None) == delta
