"""A number that never comes is noticed once; one that comes late is not missed."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.sequences import Heard, hear, lost

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=1)
PATIENCE = timedelta(minutes=1)


@st.composite
def deliveries(draw: st.DrawFn) -> list[tuple[int, int]]:
    """Spans that follow each other from 1, in the order in which Xero counts."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=1, max_size=20))
    starts = [1 + sum(sizes[:place]) for place in range(len(sizes))]
    return [(start, start + size - 1) for start, size in zip(starts, sizes, strict=True)]


@given(deliveries(), st.randoms(use_true_random=False), st.integers(1, 4))
def test_whatever_the_order_nothing_is_missing_if_everything_came(
    spans: list[tuple[int, int]], dice: random.Random, at_once: int
) -> None:
    """Disorder and duplicates are normal and cost no call."""
    mixed = [*spans, *dice.choices(spans, k=3)]
    dice.shuffle(mixed)
    heard = hear(Heard(), [spans[0]], NOW)
    for place in range(0, len(mixed), at_once):
        heard = hear(heard, mixed[place : place + at_once], NOW)

    assert heard == Heard(upto=spans[-1][1])
    assert lost(heard, LATER, PATIENCE) == (heard, False)


@given(deliveries().filter(lambda spans: len(spans) > 2), st.data())
def test_a_gap_is_told_once_and_only_after_a_while(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    """Xero tries a delivery that failed again at once; only what stays away is a loss."""
    missing = data.draw(st.sampled_from(spans[1:-1]))
    heard = hear(Heard(), [span for span in spans if span != missing], NOW)

    assert lost(heard, LATER - timedelta(seconds=1), PATIENCE) == (heard, False)
    given_up, told = lost(heard, LATER, PATIENCE)
    assert told
    assert lost(hear(given_up, [missing], LATER), LATER + PATIENCE, PATIENCE) == (given_up, False)


def test_what_was_before_the_first_is_nobodys_loss() -> None:
    """Webhooks may be switched on at any number."""
    assert hear(Heard(), [(4711, 4712)], NOW) == Heard(upto=4712)


def test_a_sea_of_islands_is_a_loss() -> None:
    """Or the state would grow without an end."""
    heard = hear(Heard(upto=0), [(number, number) for number in range(2, 1400, 2)], NOW)

    assert lost(heard, NOW, PATIENCE) == (Heard(upto=1398), True)
