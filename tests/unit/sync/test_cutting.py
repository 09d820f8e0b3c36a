"""Texts of more than 60 characters: whatever they are cut to, no figure gets onto another one's member."""

from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ml_connector.datasets import DATASETS
from ml_connector.settings import Dimension, Load
from ml_connector.sync.cutting import Texts, within
from ml_connector.sync.drift import Gate
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.membership import Checks, KnownMembers, Members
from ml_connector.sync.references import ReferenceRow, distinct
from ml_connector.sync.unmapped import UnknownMember

LONG = "Consultancy, travel and subsistence of the northern region, "
COLUMNS = {"Code": "{entity}:{code}", "Name": "label"}


@cache
def twins() -> tuple[str, str]:
    """Two long texts that are cut to one: 32 bits of a hash are few for who looks for it."""
    seen: dict[str, str] = {}
    for number in count():
        text = f"{LONG}{number}"
        if (other := seen.setdefault(within(f"UK:{text}"), text)) != text:
            return other, text
    raise AssertionError


def short_twin() -> tuple[str, str]:
    """A long text, and the short one that it is cut to."""
    return f"{LONG}whole", within(f"UK:{LONG}whole").removeprefix("UK:")


CODES = ["200", LONG, f"{LONG}A", f"{LONG}B", *short_twin(), *twins()]


def dimension(**changes: str) -> Dimension:
    return Dimension.model_validate(
        {"list": "Accounts", "columns": ["Account"], "filled_by": "accounts", "unknown": "create", **changes}
    )


def row(number: int, code: str, name: str = "") -> ReferenceRow:
    return ReferenceRow(
        id=f"acc-{number}", entity="UK", name=name or f"n{number}", label=name or f"n{number}", code=code
    )


def gate(items: Sequence[Item] = ()) -> Gate:
    load = Load.model_validate({"file": "f", "import": "i", "columns": COLUMNS})
    encoder = Encoder(DATASETS["accounts"], load.columns, Checks(dict.fromkeys(COLUMNS, Texts())))
    return Gate("UK", "accounts", "accounts", dimension(), encoder, items)


def accepted(rows: Sequence[ReferenceRow], here: Gate) -> dict[str, ReferenceRow]:
    """The rows that the list is to take, by the code that it would get."""
    here.expect(rows)
    taken = [one for one in rows if here.judge(one).refusal is None]
    return {here.encoder.texts(one)["Code"].casefold(): one for one in taken}


@given(st.lists(st.sampled_from(CODES), unique=True))
def test_no_two_codes_ever_come_to_one_member(codes: list[str]) -> None:
    """Whichever is read first; those that are like no other are taken."""
    rows = [row(number, code) for number, code in enumerate(codes)]
    full = [f"UK:{code}" for code in codes]
    alone = {one for one in full if sum(within(one) == within(other) for other in full) == 1}

    taken = accepted(rows, gate())

    assert {f"UK:{one.code}" for one in taken.values()} == alone


@pytest.mark.parametrize("pair", [twins(), short_twin()], ids=["both cut", "one is what the other is cut to"])
def test_members_that_come_to_one_are_kept_back_and_told(pair: tuple[str, str]) -> None:
    """Both, for nobody can know which of them the item in the list is."""
    here = gate()

    assert accepted([row(1, pair[0]), row(2, pair[1]), row(3, "200")], here).keys() == {"uk:200"}

    told = [one for one in here.findings if one.kind == "ambiguous"]
    assert [one.id for one in told] == ["acc-1", "acc-2"]
    assert all(f"'UK:{text}'" in one.now for one in told for text in pair)


def test_a_member_that_the_load_leaves_alone_keeps_its_own() -> None:
    """A delta brings only one of the two."""
    here, codes = gate(), twins()
    here.remember([row(1, codes[0])])

    assert accepted([row(2, codes[1])], here) == {}


@given(st.lists(st.sampled_from([f"UK:{code}" for code in CODES]), min_size=1))
def test_a_row_never_names_the_member_of_another_text(texts: list[str]) -> None:
    """Once a second text has come to a member, neither is written on it any more."""
    members = Members(dimension(), KnownMembers.of(Item(within(text), "", {}) for text in texts))
    written: dict[str, set[str]] = {}
    for text in texts:
        with suppress(UnknownMember):
            written.setdefault(members[text], set()).add(text)

    assert all(len(whose) == 1 for whose in written.values())


def test_a_row_of_such_a_text_is_told_of_both() -> None:
    """Who is to shorten one has to find it."""
    one, other = twins()
    members = Members(dimension(), KnownMembers.of([Item(within(f"UK:{one}"), "", {})]))
    assert members[f"UK:{one}"]

    for text in (other, one):
        with pytest.raises(UnknownMember, match="come to one member") as refused:
            _ = members[f"UK:{text}"]
        assert one in str(refused.value)
        assert other in str(refused.value)
        assert "shorten" in refused.value.remedy


def test_names_that_are_cut_to_one_by_the_same_piece_of_their_ids_are_not_given_twice() -> None:
    """Ids of Xero are random, those of an import into Xero need not be; a list has each name once."""
    rows = [
        ReferenceRow(
            f"0123456789-{number}", "UK", f"{LONG}{number}", f"{LONG[:51].rstrip()}~01234567", code=str(number)
        )
        for number in range(2)
    ]

    first, second = distinct(rows, {})
    taken = accepted([first, second], gate())

    assert taken.keys() == {"uk:0"}


def test_the_member_that_has_the_name_already_keeps_it() -> None:
    """What stands in the model is not moved by a newcomer."""
    name = f"{LONG[:51].rstrip()}~01234567"
    rows = [row(1, "1", name), row(2, "2", name)]

    assert accepted(rows, gate([Item("UK:2", name, {})])).keys() == {"uk:2"}
