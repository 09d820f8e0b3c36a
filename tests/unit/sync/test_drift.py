"""Lists against what Xero holds: found before anything is loaded, and told with what happens then."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pytest
from ml_connector.datasets import DATASETS
from ml_connector.errors import MembersUnknown
from ml_connector.settings import Dimension, Load
from ml_connector.sync.cutting import Texts
from ml_connector.sync.drift import Drift, Finding, Gate, by_code, same_meaning
from ml_connector.sync.encoding import Encoder
from ml_connector.sync.items import Item
from ml_connector.sync.membership import Checks, KnownMembers
from ml_connector.sync.references import ReferenceRow, accounts, contacts, options
from msgspec import structs

from tests.unit.sync.ledger import ACategory, AnAccount, AnOption
from tests.unit.sync.test_references import AContact

BY_ID = {"Code": "{entity}:{id}", "Name": "label", "Account code": "code", "Status": "status"}
BY_CODE = BY_ID | {"Code": "code"}
SALES = AnAccount("acc-sales", "200", "Sales")
SHOWN = Item("UK:acc-sales", "UK 200 Sales", {"Account code": "200", "Status": "ACTIVE"})


def dimension(**changes: str) -> Dimension:
    whole = {"list": "Accounts", "columns": ["Account"], "filled_by": "accounts", "unknown": "create", **changes}
    return Dimension.model_validate(whole)


def gate(
    items: Iterable[Item],
    columns: Mapping[str, object] | None = None,
    strangers: Iterable[ReferenceRow] = (),
    policy: Mapping[str, str] | None = None,
) -> Gate:
    load = Load.model_validate({"file": "f", "import": "i", "columns": columns or BY_ID})
    encoder = Encoder(DATASETS["accounts"], load.columns, Checks(dict.fromkeys(("Code", "Name"), Texts())))
    chosen = dimension(**(policy or {}))
    owners = dict(by_code(strangers, encoder, chosen))
    return Gate("UK", "accounts", "accounts", chosen, encoder, items, owners)


def found(here: Gate, rows: Sequence[ReferenceRow]) -> list[Finding]:
    here.expect(rows)
    for row in rows:
        here.judge(row)
    return here.findings


def uk(*chart: AnAccount) -> list[ReferenceRow]:
    return list(accounts(chart, "UK"))


def test_a_list_that_is_as_xero_is_shows_no_drift() -> None:
    """Silence has to mean something."""
    assert found(gate([SHOWN]), uk(SALES)) == []


@pytest.mark.parametrize(
    ("now", "kind", "before", "after"),
    [
        (replace(SALES, name="Sales of goods"), "renamed", "UK 200 Sales", "UK 200 Sales of goods"),
        (replace(SALES, status="ARCHIVED"), "archived", "", ""),
    ],
    ids=["renamed", "archived"],
)
def test_a_change_in_xero_is_told_with_what_the_list_shows(now: AnAccount, kind: str, before: str, after: str) -> None:
    """The member is the same one: it is keyed by Xero's id."""
    (one,) = found(gate([SHOWN]), uk(now))

    assert (one.kind, one.member, one.before, one.now, one.keeps_back) == (kind, SHOWN.code, before, after, False)


def test_a_new_code_is_told_as_such_although_the_name_that_is_made_of_it_changes_too() -> None:
    """A recode is no new member."""
    told = found(gate([SHOWN]), uk(replace(SALES, code="210")))

    assert [(one.kind, one.before, one.now) for one in told] == [
        ("renamed", "UK 200 Sales", "UK 210 Sales"),
        ("recoded", "200", "210"),
    ]


def test_a_renamed_option_and_an_archived_contact_are_told() -> None:
    """Both keep their member, and rows may still name it."""
    option = options([ACategory("cat", "Region", (AnOption("opt-north", "The North"),))], "UK")
    contact = contacts([AContact(id="con-1", name="Ngāti Trading", status="ARCHIVED")], "UK")
    shown = [
        Item("UK:opt-north", "UK Region: North", {"Status": "ACTIVE"}),
        Item("UK:con-1", "UK Ngāti Trading", {"Status": "ACTIVE"}),
    ]
    told = found(gate(shown, {"Code": "{entity}:{id}", "Name": "label", "Status": "status"}), [*option, *contact])

    assert [(one.kind, one.now) for one in told] == [("renamed", "UK Region: The North"), ("archived", "")]


def test_a_member_that_has_vanished_from_xero_is_told_until_the_list_says_so() -> None:
    """Anaplan keeps it, because facts stand on it."""
    (gone,) = (row.gone() for row in uk(SALES))
    marked = structs.replace(SHOWN, properties={"Account code": "200", "Status": "DELETED"})

    assert [one.kind for one in found(gate([SHOWN]), [gone])] == ["deleted"]
    assert found(gate([marked]), [gone]) == []
    assert found(gate([]), [gone]) == []


@pytest.mark.parametrize(
    ("policy", "then", "is_kept_back"),
    [
        ({"unknown": "create"}, "added by the load", False),
        ({"unknown": "quarantine"}, "rows that name it are kept back", True),
        ({"unknown": "suspense", "suspense": "9999"}, "rows that name it go to '9999'", True),
    ],
    ids=["create", "quarantine", "suspense"],
)
def test_what_happens_to_a_new_member_is_the_dimensions_policy(
    *, policy: dict[str, str], then: str, is_kept_back: bool
) -> None:
    """Some firms want to say themselves what an account becomes in their plan."""
    here = gate([], policy=policy)
    verdict = here.judge(uk(SALES)[0])

    assert (here.findings[0].kind, here.findings[0].then) == ("new", then)
    assert ((verdict.refusal is not None), verdict.is_missing) == (is_kept_back, not is_kept_back)


def test_a_run_stops_before_anything_is_loaded_if_the_policy_says_so() -> None:
    """The first few are named."""
    here = gate([], policy={"unknown": "stop"})
    found(here, uk(SALES))

    with pytest.raises(MembersUnknown, match=r"new: UK:acc-sales Sales.*nothing has been loaded"):
        here.close()


def test_a_run_does_not_stop_for_what_a_load_brings_up_to_date() -> None:
    """A rename is no reason to wake anybody."""
    here = gate([SHOWN], policy={"unknown": "stop"})

    assert found(here, uk(replace(SALES, name="Sales of goods"))) == here.close()


def test_an_account_without_a_code_is_kept_back_where_members_are_made_of_codes() -> None:
    """Bank accounts have none at first; a member without a code is one that nobody finds again."""
    here = gate([], BY_CODE)
    refusal = here.judge(uk(AnAccount("acc-card", "", "Company cards"))[0]).refusal

    assert refusal is not None
    assert "'Company cards' has no code in Xero" in str(refusal)
    assert here.findings[0].kind == "without code"


def test_one_code_with_two_meanings_is_kept_back_for_the_later_organisation() -> None:
    """Otherwise rent of one would be added to sales of the other, and every total would still agree."""
    nz = list(accounts([AnAccount("acc-rent", "200", "Rent", class_="EXPENSE")], "NZ"))
    here = gate([SHOWN], BY_CODE, strangers=nz)
    refusal = here.judge(uk(SALES)[0]).refusal

    assert refusal is not None
    assert str(refusal) == "200 is 'Rent' in NZ and 'Sales' in UK"
    assert here.findings[0].kind == "ambiguous"


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (("Sales", "REVENUE"), ("Sales revenue", "REVENUE"), True),
        (("Motor vehicle costs", "EXPENSE"), ("Vehicle running costs", "EXPENSE"), True),
        (("Advertisng", "EXPENSE"), ("Advertising", "EXPENSE"), True),
        (("Advertising", "EXPENSE"), ("Rent", "EXPENSE"), False),
        (("Loan", "ASSET"), ("Loan", "LIABILITY"), False),
    ],
    ids=["longer", "other words", "spelling", "other name", "other class"],
)
def test_one_code_may_be_called_a_little_differently(
    *, one: tuple[str, str], other: tuple[str, str], is_same: bool
) -> None:
    """Two bookkeepers never write the same name; two classes are never the same thing."""
    rows = uk(*(AnAccount(name, "200", name, class_=class_) for name, class_ in (one, other)))

    assert same_meaning(*rows) is is_same


def test_a_name_that_another_item_of_the_list_has_is_kept_back() -> None:
    """Anaplan has each name once in a list, and would refuse the row."""
    stranger = Item("4000", "uk 200 sales", {})
    refusal = gate([stranger]).judge(uk(SALES)[0]).refusal

    assert refusal is not None
    assert str(refusal) == "4000 has the name 'UK 200 Sales' in the list already"


def test_names_that_change_hands_within_a_load_are_no_obstacle() -> None:
    """The one that gives its name up is in the same file."""
    swapped = uk(replace(SALES, code="210"), AnAccount("acc-new", "200", "Sales"))

    assert "name taken" not in {one.kind for one in found(gate([SHOWN]), swapped)}


def test_a_code_that_a_table_lacks_is_told_with_the_line_to_add() -> None:
    """Without it, the member would have no code."""
    columns = BY_ID | {"Code": {"table": "map.csv", "of": "code", "values": {"100": "A"}}}
    refusal = gate([], columns).judge(uk(SALES)[0]).refusal

    assert refusal is not None
    assert refusal.remedy == "add the line '200,<member>' to map.csv"


def test_what_keeps_rows_back_is_told_first() -> None:
    """A hundred renames must not hide the one account that stops the close."""
    here = gate([SHOWN], policy={"unknown": "quarantine"})
    told = Drift.of("UK", found(here, uk(replace(SALES, name="Sales of goods"), AnAccount("acc-x", "999", "Odd"))))

    assert [one.kind for one in told.findings] == ["new", "renamed"]


def test_a_member_whose_parent_is_not_there_is_kept_back_before_the_load() -> None:
    """Anaplan would refuse it, and everything that hangs on it."""
    columns = BY_ID | {"Parent": "class"}
    here = gate([SHOWN], columns, policy={"parent": "Parent"})
    here.above = KnownMembers.of([Item("EQ", "Equity", {})])

    told = found(here, uk(SALES, AnAccount("acc-own", "900", "Own shares", class_="EQUITY")))

    assert [(one.kind, one.member, one.now, one.keeps_back) for one in told if one.kind == "no parent"] == [
        ("no parent", SHOWN.code, "its parent 'REVENUE' is not in the list 'Accounts'", True)
    ]


@pytest.mark.parametrize("parent", ["UK 200 Sales", "uk:acc-sales", "UK 900 Own shares"])
def test_a_parent_may_be_in_the_list_itself_or_come_with_the_load(parent: str) -> None:
    """By name or by code."""
    here = gate([SHOWN], BY_ID | {"Parent": {"constant": parent}}, policy={"parent": "Parent"})

    assert "no parent" not in {one.kind for one in found(here, uk(SALES, AnAccount("acc-own", "900", "Own shares")))}
