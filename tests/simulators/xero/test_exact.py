"""Numbers keep their digits, dates their milliseconds."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from infra.local.vendors.xero.wire import dates, exact

NUMBERS = st.from_regex(r"\A-?(0|[1-9][0-9]{0,17})\.[0-9]{1,18}\Z")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=6),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(NUMBERS)
def test_a_number_is_written_as_it_was_read(text: str) -> None:
    """To the last zero."""
    assert exact.dumps(exact.loads(text)) == text


@given(VALUES)
def test_written_json_is_json_of_the_same_value(value: Any) -> None:
    """Whatever the texts and keys."""
    written = exact.dumps(value)

    assert exact.loads(written) == value
    json.loads(written)


def test_a_number_is_never_written_with_an_exponent() -> None:
    """Very small rates exist."""
    assert exact.dumps([Decimal("1E-10"), Decimal("1E+3")]) == "[0.0000000001,1000]"


@given(st.datetimes(datetime(1900, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - aware by timezones
def test_a_date_is_read_as_it_was_written(at: datetime) -> None:
    """To the millisecond, before 1970 as well."""
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)

    assert dates.instant(dates.stamp(at)) == at == dates.instant(dates.bare(at))
