"""A first table for a new organisation."""

import pytest
from ml_connector.columns import TableRule
from ml_connector.settings import Dimension
from ml_connector.sync.items import Item
from ml_connector.sync.membership import KnownMembers, Members
from ml_connector.sync.proposing import Proposal, propose
from ml_connector.sync.reach import unnamed, unreachable
from ml_connector.sync.references import accounts, options

from tests.unit.sync.ledger import ACategory, AnAccount, AnOption
from tests.unit.sync.test_membership import dimension

PLAN = [Item("4000", "Revenue", {}), Item("6100", "Rent", {}), Item("", "Other", {}), Item("6199", "other", {})]


def proposed(*chart: AnAccount) -> Proposal:
    return propose("NZ", "accounts", accounts(chart, "NZ"), PLAN)


def entry(*chart: AnAccount) -> tuple[str, str, str]:
    (one,) = proposed(*chart).entries
    return one.value, one.to, one.reason


def test_the_same_code_is_the_same_member_and_both_names_are_shown() -> None:
    """Somebody who reads the table sees at once if that is wrong."""
    assert entry(AnAccount("a", "4000", "Sales")) == (
        "4000",
        "4000",
        "same code; here it is called 'Sales', there 'Revenue'",
    )


def test_without_the_code_the_name_decides() -> None:
    """Whatever its letter case."""
    assert entry(AnAccount("a", "420", "RENT")) == ("420", "6100", "same name")


def test_what_is_not_certain_is_left_to_a_person() -> None:
    """A guess would be believed."""
    assert entry(AnAccount("a", "999", "Sundries", status="ARCHIVED"))[1:] == (
        "",
        "no member has the code '999' or the name 'Sundries'; it is ARCHIVED in Xero",
    )
    assert entry(AnAccount("a", "998", "Other"))[1:] == ("", "more than one member has this name: Other, 6199")
    assert entry(AnAccount("a", "", "Cards"))[1:] == ("", "'Cards' has no code in Xero; give it one")


def test_options_are_found_by_name() -> None:
    """They have no codes."""
    rows = options([ACategory("c", "Region", (AnOption("o", "rent"),))], "NZ")

    assert propose("NZ", "tracking", rows, PLAN).entries[0].to == "6100"


def test_accounts_that_the_columns_of_facts_could_not_name_are_found_without_a_fact() -> None:
    """The table has no line, or names a member that is not there."""
    rule = TableRule(table="nz.csv", of="account_code", values={"200": "4000", "300": "4711"})
    members = {"Account": Members(dimension(), KnownMembers.of(PLAN), is_needed=True)}
    chart = [AnAccount(f"a{code}", code, code) for code in ("200", "300", "400", "")]
    found = list(unreachable(list(accounts(chart, "NZ")), "accounts", {"Account": rule}, members))

    assert [(row.code, header, str(why)) for row, header, why in found] == [
        ("300", "Account", "the list 'Accounts' has no member '4711'"),
        ("400", "Account", "the table nz.csv has no entry for the account_code '400'"),
        ("", "Account", "the row names no member of the list 'Accounts'"),
    ]


@pytest.mark.parametrize(
    ("policy", "then"),
    [
        ({"unknown": "quarantine"}, "rows that name it are kept back"),
        ({"unknown": "stop"}, "the run stops"),
        ({"unknown": "suspense", "suspense": "4000"}, "rows that name it go to '4000'"),
    ],
)
def test_what_a_list_kept_by_a_person_lacks_is_told_whatever_happens_to_its_rows(
    policy: dict[str, str], then: str
) -> None:
    """Drift is wanted to be seen also where a run would go on with a suspense member, or would not go on at all."""
    by_hand = Dimension.model_validate({"list": "Accounts", "columns": ["Account"], **policy})
    columns = {"Account": TableRule(table="nz.csv", of="account_code", values={"200": "4000"})}
    chart = list(accounts([AnAccount("a", "200", "Sales"), AnAccount("b", "400", "Rent")], "NZ"))

    (one,) = unnamed(chart, "accounts", "plan", by_hand, KnownMembers.of(PLAN), columns)

    assert (one.kind, one.member, one.then, one.keeps_back) == ("unmapped", "400", then, True)
