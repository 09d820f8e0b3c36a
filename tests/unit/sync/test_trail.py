"""Nobody changes the audit without being seen, and the first entry that does not fit is named."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.sync.trail import Chain, Flaw, Head, flaw, head_of

PART = "UK#invoices#mapped#0"
ENTRIES = st.lists(
    st.fixed_dictionaries({"document": st.text(max_size=5), "rows": st.integers(0, 3)}), min_size=1, max_size=6
)


def written(entries: list[dict[str, object]], part: str = PART) -> tuple[list[str], Head]:
    chain = Chain(part)
    return [chain.line(entry).decode() for entry in entries], chain.head


@given(entries=ENTRIES)
def test_what_was_written_is_found_whole(entries: list[dict[str, object]]) -> None:
    """And every line is JSON that Athena can read, with the entry's own fields in it."""
    lines, head = written(entries)

    assert flaw(lines, PART, head) is None
    told = [json.loads(line) for line in lines]
    assert [{**one, **entry} for one, entry in zip(told, entries, strict=True)] == told


def test_what_an_entry_says_itself_counts_instead_of_what_all_say() -> None:
    """And no name stands twice in it: Athena does not read such a line."""
    chain = Chain(PART, {"run": "r-1", "entity": ""})
    lines = [chain.line(entry).decode() for entry in ({"rows": 1}, {"entity": "UK", "rows": 2})]

    assert [json.loads(line, object_pairs_hook=list)[:-1] for line in lines] == [
        [("n", 0), ("run", "r-1"), ("entity", ""), ("rows", 1)],
        [("n", 1), ("run", "r-1"), ("entity", "UK"), ("rows", 2)],
    ]
    assert flaw(lines, PART, chain.head) is None


@given(entries=ENTRIES, data=st.data())
def test_an_entry_that_was_changed_is_named(entries: list[dict[str, object]], data: st.DataObject) -> None:
    """Whatever character it is, in the entry or in its chain."""
    lines, head = written(entries)
    at = data.draw(st.integers(0, len(lines) - 1))
    place = data.draw(st.integers(0, len(lines[at]) - 1))
    other = data.draw(st.characters(codec="utf-8").filter(lambda character: character != lines[at][place]))
    lines[at] = lines[at][:place] + other + lines[at][place + 1 :]

    found = flaw(lines, PART, head)

    assert found is not None
    assert found.entry == at


@given(entries=ENTRIES, data=st.data())
def test_an_entry_that_is_missing_is_named(entries: list[dict[str, object]], data: st.DataObject) -> None:
    """In the middle and at the end: a shorter part is no proof of fewer records."""
    lines, head = written(entries)
    at = data.draw(st.integers(0, len(lines) - 1))
    del lines[at]

    found = flaw(lines, PART, head)

    assert found is not None
    assert found.entry == at


@given(entries=ENTRIES, data=st.data())
def test_entries_that_changed_places_are_named(entries: list[dict[str, object]], data: st.DataObject) -> None:
    """Even if they say the same: each knows its place."""
    lines, head = written(entries)
    shuffled = data.draw(st.permutations(lines))
    first = next((n for n, (one, other) in enumerate(zip(lines, shuffled, strict=True)) if one != other), None)

    found = flaw(shuffled, PART, head)

    assert (found and found.entry) == first


@given(entries=ENTRIES, keep=st.integers(0, 5))
def test_a_part_that_was_cut_off_is_named(entries: list[dict[str, object]], keep: int) -> None:
    """At the first entry that is not there any more."""
    lines, head = written(entries)

    found = flaw(lines[:keep], PART, head)

    assert (found.entry if found else len(lines)) == min(keep, len(lines))


def test_an_entry_that_was_added_is_named() -> None:
    """Nobody can say afterwards that a record had been there, either."""
    lines, head = written([{"document": "a"}])
    more, _ = written([{"document": "a"}, {"document": "b"}])

    assert flaw(more, PART, head) == Flaw(1, "an entry was added after the last one")
    assert flaw(lines, PART, head) is None


def test_a_part_that_was_written_anew_is_seen() -> None:
    """Whoever can make chains still cannot make the head that is kept elsewhere."""
    _, head = written([{"document": "a"}])
    forged, _ = written([{"document": "b"}])

    found = flaw(forged, PART, head)

    assert found is not None
    assert "written anew" in found.what


def test_a_part_that_was_put_in_the_place_of_another_is_seen() -> None:
    """Each chain begins with the name of its part."""
    lines, head = written([{"document": "a"}], "NZ#invoices#mapped#0")

    assert flaw(lines, PART, head) == Flaw(0, "the entry or its chain was changed")


@pytest.mark.parametrize("lines", [[""], ["{}"], ['{"n":0'], ["[1]"]])
def test_what_is_no_entry_is_named_too(lines: list[str]) -> None:
    """Garbage is a finding and not an error."""
    assert flaw(lines, PART, Head("x", 1)) == Flaw(0, "this is no entry")


@given(heads=st.dictionaries(st.text(max_size=3), st.builds(Head, st.text(max_size=3), st.integers(0, 3))))
def test_the_head_of_a_run_tells_whether_a_part_is_missing(heads: dict[str, Head]) -> None:
    """Whole parts can be removed too, together with their heads."""
    whole = head_of(heads)

    assert whole.entries == len(heads)
    for part in heads:
        assert head_of({name: head for name, head in heads.items() if name != part}) != whole
