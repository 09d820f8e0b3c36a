"""The book of what every document posts, however often and in whatever order runs are folded in."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.proof.allocations import Effect, Prepaid
from ml_connector.sync.proof.amounts import Place
from ml_connector.sync.proof.book import SHARDS, Entry, fold, read, shard_of, sums
from ml_connector.sync.proof.classes import Class
from ml_connector.sync.proof.outcome import months_to_compare
from msgspec.structs import replace

entries = st.builds(
    lambda id_, updated, period, amount, kept: Entry(
        id_, updated, period, (("a", amount), ("b", -amount)), (("a", amount),) if kept else ()
    ),
    st.sampled_from("xyz"),
    st.sampled_from(["2026-10-01T00:00:00+00:00", "2026-10-02T00:00:00+00:00"]),
    st.sampled_from(["2026-09", "2026-10"]),
    st.decimals("0.01", "99.99", places=2),
    st.booleans(),
)
AN_ENTRY = Entry("x", "2026-10-01T00:00:00+00:00", "2026-10", (("a", Decimal("1.50")), ("b", Decimal("-1.50"))))


@given(st.lists(entries, max_size=20))
def test_the_book_holds_each_document_as_it_was_last(history: list[Entry]) -> None:
    """Versions of the same instant: the one that was read last."""
    lines: list[str] = []
    newest: dict[str, Entry] = {}
    for one in history:
        lines = fold(lines, {one.id: one}).lines
        if one.id not in newest or newest[one.id].updated <= one.updated:
            newest[one.id] = one

    assert {one.id: one for one in read(lines)} == newest
    said = sums(lines[:1])
    for kept, found in ((False, said.posted), (True, said.kept)):
        expected: dict[Place, Decimal] = {}
        for one in newest.values():
            for account, amount in one.kept if kept else one.amounts:
                place = Place(account, one.period)
                expected[place] = expected.get(place, Decimal(0)) + amount
        assert {place: x for place, x in found.items() if x} == {place: x for place, x in expected.items() if x}


def test_folding_the_same_run_again_changes_nothing() -> None:
    """A step that is repeated must not count twice."""
    once = fold([], {"x": AN_ENTRY})
    twice = fold(once.lines, {"x": AN_ENTRY})

    assert (once.periods, twice.periods) == ({"2026-10"}, set())
    assert once.lines == twice.lines


def test_a_document_that_moves_touches_both_months() -> None:
    """The month that it left has to be compared as well."""
    moved = replace(AN_ENTRY, period="2026-11", updated="2026-11-01T00:00:00+00:00")

    assert fold(fold([], {"x": AN_ENTRY}).lines, {"x": moved}).periods == {"2026-10", "2026-11"}


def test_a_voided_document_leaves_nothing_behind() -> None:
    """It is known, so that an older version cannot bring it back."""
    voided = Entry("x", "2026-11-01T00:00:00+00:00")
    lines = fold(fold(fold([], {"x": AN_ENTRY}).lines, {"x": voided}).lines, {"x": AN_ENTRY}).lines

    assert sums(lines[:1]).posted == {}


def test_what_a_document_moves_besides_is_kept_with_it_and_summed_up() -> None:
    """In the months of its allocations, which are compared again when they change."""
    gain = Effect(Class.REALISED, "2026-11", "gains", Decimal("-2.50"))
    used = replace(
        AN_ENTRY,
        rate="0.5",
        doubts=("2026-12",),
        source="s",
        beside=(gain,),
        prepaid=Prepaid(Decimal("1.5"), (("b", Decimal("-1.50")),)),
    )
    folded = fold([], {"x": used})

    assert list(read(folded.lines)) == [used]
    assert folded.periods == {"2026-10", "2026-11", "2026-12"}
    found = sums(folded.lines[:1])
    assert (found.beside, found.doubts) == (
        {Class.REALISED: {Place("gains", "2026-11"): Decimal("-2.50")}},
        {"2026-12"},
    )


def test_documents_spread_over_all_shards() -> None:
    """A delta of a few documents touches a few shards."""
    assert {shard_of(f"document-{number}") for number in range(1000)} == set(range(SHARDS))


def test_a_run_compares_what_was_touched_and_what_is_new_within_bounds() -> None:
    """Each month costs a call of the day."""
    assert months_to_compare({"2026-03"}, (), "2026-11", 2, 36) == ["2026-03", "2026-10", "2026-11"]
    assert months_to_compare(set(), {"2020-01"}, "2026-01", 1, 36) == ["2020-01", "2026-01"]
    assert months_to_compare({"2026-03"}, (), "2026-01", 3, 2) == ["2026-01", "2026-03"]
