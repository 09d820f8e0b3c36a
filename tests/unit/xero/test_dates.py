"""Dates and instants as Xero writes them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.xero import dates


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("/Date(1539993600000+0000)/", date(2018, 10, 20)),
        ("/Date(1539993600000)/", date(2018, 10, 20)),
        ("/Date(1539993600000+1300)/", date(2018, 10, 20)),
        ("/Date(-86400000-0500)/", date(1969, 12, 31)),
        ("/Date(-62135596800000+0000)/", date(1, 1, 1)),
        ("2018-10-20T00:00:00", date(2018, 10, 20)),
        ("2018-10-20", date(2018, 10, 20)),
    ],
)
def test_a_document_date_is_taken_as_it_stands(text: str, day: date) -> None:
    """It is the organisation's own calendar date; converting it would move month ends."""
    assert dates.day(text) == day


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("/Date(1575309109017+0000)/", datetime(2019, 12, 2, 17, 51, 49, 17000, tzinfo=UTC)),
        ("/Date(0)/", datetime(1970, 1, 1, tzinfo=UTC)),
        ("2019-12-02T17:51:49Z", datetime(2019, 12, 2, 17, 51, 49, tzinfo=UTC)),
        ("2019-12-02T17:51:49.0170000", datetime(2019, 12, 2, 17, 51, 49, 17000, tzinfo=UTC)),
    ],
)
def test_an_instant_is_aware_and_keeps_its_milliseconds(text: str, moment: datetime) -> None:
    """Deltas are decided by it."""
    assert dates.moment(text) == moment


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)))  # noqa: DTZ001 - made aware below
def test_every_millisecond_comes_back(naive: datetime) -> None:
    """An instant that went through a float would lose some."""
    moment = naive.replace(tzinfo=UTC, microsecond=naive.microsecond // 1000 * 1000)
    milliseconds = (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)

    assert dates.moment(f"/Date({milliseconds}+0000)/") == moment


@pytest.mark.parametrize(
    "text", [None, 1539993600000, "", "/Date()/", "/Date(x+0000)/", "soon", "/Date(9999999999999999)/"]
)
def test_what_is_no_date_is_refused(text: object) -> None:
    """Never guessed, and never an error that names the wrong thing."""
    for read in (dates.day, dates.moment):
        with pytest.raises(ValueError, match="as Xero writes it"):
            read(text)
