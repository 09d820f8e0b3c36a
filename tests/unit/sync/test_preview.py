"""What a run would change."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.preview import Line, Movements, lines
from ml_connector.sync.proof.readback import Layout

places = st.tuples(st.sampled_from(["Sales", "Rent"]), st.sampled_from(["Sep 26", "Oct 26"]))
tables = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(lambda at, cents: Line(at[0], at[1], Decimal(cents) / 100), places, st.integers(-10_000, 10_000)),
)


def moved(sent: dict[str, Line], held: dict[str, Line], period: str | None = None) -> dict[tuple[str, str], Decimal]:
    movements = Movements("UK", period)
    movements.add(sent, held.items())
    return {(one.account, one.period): one.change for one in movements.result(str)}


def sums(table: dict[str, Line]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for line in table.values():
        place = (line.account, line.period)
        found[place] = found.get(place, Decimal(0)) + line.amount
    return found


@given(tables, tables)
def test_a_preview_is_the_difference_of_the_model_before_and_after(
    sent: dict[str, Line], held: dict[str, Line]
) -> None:
    """Whatever lines are new, edited, moved to another account or month, or left alone."""
    before, after = sums(held), sums({**held, **sent})
    difference = {
        place: after.get(place, Decimal(0)) - before.get(place, Decimal(0)) for place in before.keys() | after.keys()
    }

    assert moved(sent, held) == {place: amount for place, amount in difference.items() if amount}


@given(tables, tables)
def test_what_is_told_after_a_run_is_what_the_model_then_holds(sent: dict[str, Line], held: dict[str, Line]) -> None:
    """A controller compares the last column with the books."""
    movements = Movements("UK", None)
    movements.add(sent, held.items())

    after = sums({**held, **sent})
    assert all(one.after == after.get((one.account, one.period), 0) for one in movements.result(str))


@given(tables, tables)
def test_one_period_is_told_as_it_is_among_all(sent: dict[str, Line], held: dict[str, Line]) -> None:
    """A line that leaves the month for another one counts in the month that it leaves."""
    everything = moved(sent, held)

    assert moved(sent, held, "Oct 26") == {place: x for place, x in everything.items() if place[1] == "Oct 26"}


def test_nobody_is_told_what_a_model_holds_that_no_view_shows() -> None:
    """A zero would be a claim."""
    movements = Movements("UK", None)
    movements.add({"a": Line("Sales", "Oct 26", Decimal(5))}, None)

    (one,) = movements.result(str)
    assert (one.before, one.change, one.after) == (None, Decimal(5), None)


def test_a_blank_amount_of_a_view_is_zero() -> None:
    """Anaplan shows an empty cell for a number that was never loaded."""
    layout = Layout("Line", ("Base amount",), "Account", "Period")
    table = [["Line", "Account", "Period", "Base amount"], ["a", "Sales", "Oct 26", ""]]

    assert list(lines(layout, table) or ()) == [("a", Line("Sales", "Oct 26", Decimal(0)))]


def test_a_view_without_the_accounts_shows_no_lines() -> None:
    """All of them on a blank account would look as if the run moved everything."""
    layout = Layout("Line", ("Base amount",), "Account", "Period")

    assert lines(layout, [["Line", "Period", "Base amount"], ["a", "Oct 26", "1"]]) is None
