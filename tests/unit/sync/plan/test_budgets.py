"""A plan as a file for Budget Manager, read as Xero reads it, and compared with what Xero then says."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from ml_connector.errors import SettingsWrong
from ml_connector.sync.plan.budgets import Budget, Budgets
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.naming import Members
from ml_connector.sync.plan.periods import Period, month
from ml_connector.sync.plan.selection import Figure, Group
from ml_connector.sync.plan.targets import EVERYTHING, Target, chosen
from ml_connector.sync.references import ReferenceRow
from msgspec.structs import replace

from infra.local.vendors.xero.books.budget_file import read_budget_file

CHART = [
    ReferenceRow(id="id-4000", entity="UK", name="Sales", label="Sales", code="4000", class_="REVENUE"),
    ReferenceRow(id="id-6100", entity="UK", name="Rent, rates", label="Rent", code="6100", class_="EXPENSE"),
    ReferenceRow(id="id-6200", entity="UK", name="=SUM(A1)", label="Odd", code="6200", class_="EXPENSE"),
]
ACCOUNTS = [{"AccountID": one.id, "Name": one.name, "Code": one.code} for one in CHART]
OPTIONS = [
    ReferenceRow(id=name, entity="UK", category=category, name=name, label=f"{category}: {name}")
    for category, name in (("Department", "Boats"), ("Department", "Sails"), ("Region", "North"))
]
MEMBERS = Members(CHART, OPTIONS, [], lambda _: [])
OVERALL = Target("Overall Budget")
BOATS = Target("Boats", frozenset({("Department", "Boats")}))
NORTH = Target("Northern boats", frozenset({("Department", "Boats"), ("Region", "North")}))


def made(
    *figures: tuple[int, str, str, str],
    natural: bool = True,
    targets: Sequence[Target] = EVERYTHING,
) -> Budgets:
    """Figures by month, account and amount, with the options that they carry, such as Boats/North."""
    groups: dict[Period, Group] = {}
    for number, code, amount, options in figures:
        period = month(2026, number)
        group = groups.setdefault(period, Group(JournalKey("UK", "Budget", period.name, "plan"), period))
        tracking = {one.category: one.name for one in OPTIONS if one.name in options.split("/")}
        group.figures.append(Figure(2, code, tracking, Decimal(amount)))
    found = Budgets({"UK": MEMBERS}, {"UK": targets}, natural=natural)
    for group in groups.values():
        found.add(group)
    return found


def planned(*figures: tuple[int, str, str], natural: bool = True, target: Target = EVERYTHING[0]) -> Budget:
    (found,) = made(*((*figure, "") for figure in figures), natural=natural, targets=[target]).made
    return found


def test_xero_reads_the_file_as_it_was_meant() -> None:
    """To the cent, each month of each account; cells that are not planned are left alone."""
    found = planned((1, "4000", "100.005"), (2, "4000", "200"), (2, "6100", "-3.5"))

    assert read_budget_file(found.file().decode(), ACCOUNTS) == {
        "id-4000": {"2026-01": Decimal("100.01"), "2026-02": Decimal("200.00")},
        "id-6100": {"2026-02": Decimal("-3.50")},
    }


def test_a_line_that_was_removed_becomes_a_zero() -> None:
    """A blank cell would leave the old amount in Xero's budget."""
    held = {("id-6100", "2026-01"): Decimal(7), ("id-6100", "2026-05"): Decimal(7)}
    found = planned((1, "4000", "1"), target=Target("Budget", held=held))
    found.with_zeros({"id-6100": MEMBERS.account("6100")})

    assert read_budget_file(found.file().decode(), ACCOUNTS)["id-6100"] == {"2026-01": Decimal("0.00")}
    assert list(found.differences()) == [
        "Sales (4000) 2026-01: planned 1.00, in Xero 0.00",
        "Rent, rates (6100) 2026-01: planned 0.00, in Xero 7.00",
    ]


@pytest.mark.parametrize(("there", "differs"), [("10.50", False), ("11", False), ("10", True), ("10.51", True)])
def test_an_amount_that_xero_has_rounded_to_whole_units_has_arrived(there: str, *, differs: bool) -> None:
    """Budget Manager may keep no cents; that is not for a person to mend."""
    held = {("id-4000", "2026-01"): Decimal(there)}

    assert bool(list(planned((1, "4000", "10.50"), target=Target("Budget", held=held)).differences())) == differs


def test_a_name_that_is_a_formula_is_made_harmless() -> None:
    """A spreadsheet would run it."""
    assert b"'=SUM(A1) (6200)" in planned((1, "6200", "1")).file()


def test_figures_in_debit_and_credit_are_turned_to_where_accounts_grow() -> None:
    """Xero's budgets show revenue positive."""
    found = planned((1, "4000", "-100"), (1, "6100", "60"), natural=False)

    assert set(found.cells.values()) == {Decimal(100), Decimal(60)}


def test_what_cannot_be_mapped_is_told() -> None:
    """And leaves the rest of the file as it is."""
    found = made((1, "9999", "1", ""), (1, "4000", "2", ""))

    assert [fault.partition(";")[0] for fault in found.faults] == ["UK Budget, line 2: '9999' is no account in Xero"]
    assert [len(one.cells) for one in found.made] == [1]


def test_a_budget_takes_all_figures_that_carry_its_options() -> None:
    """The organisation's has everything together, an option's whatever region it is in, a pair's only both."""
    found = made(
        (1, "4000", "1", ""), (1, "4000", "10", "Boats"), (1, "4000", "100", "Boats/North"),
        targets=[OVERALL, BOATS, NORTH],
    )  # fmt: skip

    assert [sum(one.cells.values()) for one in found.made] == [111, 110, 100]
    assert found.faults == []


def test_an_option_without_a_budget_is_refused_by_name() -> None:
    """It would be in the whole organisation's budget and in no department's, and nobody would see why."""
    found = made((1, "4000", "1", "Boats"), (1, "4000", "2", "Sails"), (1, "4000", "4", ""), targets=[BOATS])

    assert [sum(one.cells.values()) for one in found.made] == [1]
    assert [fault.partition(", and")[0] for fault in found.faults] == [
        "UK Budget: 1 figures are for Department: Sails",
        "UK Budget: 1 figures are for the whole organisation",
    ]


def test_the_budget_of_the_whole_organisation_takes_everything_by_itself() -> None:
    """Whoever names only that one plans by option in Anaplan and budgets as a whole in Xero."""
    found = made((1, "4000", "1", "Boats"), (1, "4000", "2", ""), targets=[OVERALL])

    assert ([sum(one.cells.values()) for one in found.made], found.faults) == ([3], [])


def test_budgets_are_chosen_by_name_and_never_two_for_the_same() -> None:
    """A budget that takes what is another one's would be wrong by as much."""
    there, known = [OVERALL, BOATS, NORTH], {"Department": "x", "Region": "y"}

    assert chosen("UK", there, "Overall Budget", {}) == [OVERALL]
    assert chosen("UK", there, "*oats", known) == [BOATS, NORTH]
    for wanted, categories, says in (
        ("Budgte", known, "no budget called 'Budgte', but 'Overall Budget', 'Boats'"),
        ("Northern*", {"Department": "x"}, "for Department: Boats, Region: North, and the plan has no dimension for R"),
    ):
        with pytest.raises(SettingsWrong, match=says):
            chosen("UK", there, wanted, categories)
    with pytest.raises(SettingsWrong, match="'Boats' and 'Boats 2' are both for Department: Boats"):
        chosen("UK", [*there, replace(BOATS, name="Boats 2")], "Boats*", known)
