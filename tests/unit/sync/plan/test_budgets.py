"""A plan as a file for Budget Manager, read as Xero reads it, and compared with what Xero then says."""

from decimal import Decimal

from ml_connector.sync.plan.budgets import Budget, budgets
from ml_connector.sync.plan.keys import JournalKey
from ml_connector.sync.plan.naming import Members
from ml_connector.sync.plan.periods import Period, month
from ml_connector.sync.plan.selection import Figure, Group
from ml_connector.sync.references import ReferenceRow

from infra.local.vendors.xero.books.budget_file import read_budget_file

CHART = [
    ReferenceRow(id="id-4000", entity="UK", name="Sales", label="Sales", code="4000", class_="REVENUE"),
    ReferenceRow(id="id-6100", entity="UK", name="Rent, rates", label="Rent", code="6100", class_="EXPENSE"),
    ReferenceRow(id="id-6200", entity="UK", name="=SUM(A1)", label="Odd", code="6200", class_="EXPENSE"),
]
ACCOUNTS = [{"AccountID": one.id, "Name": one.name, "Code": one.code} for one in CHART]
MEMBERS = Members(CHART, [], [], lambda _: [])


def planned(*figures: tuple[int, str, str], natural: bool = True) -> Budget:
    groups: dict[Period, Group] = {}
    for number, code, amount in figures:
        period = month(2026, number)
        group = groups.setdefault(period, Group(JournalKey("UK", "Budget", period.name, "plan"), period))
        group.figures.append(Figure(2, code, {}, Decimal(amount)))
    (found,) = budgets(list(groups.values()), {"UK": MEMBERS}, natural=natural)
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
    found = planned((1, "4000", "1")).with_zeros(held, {"id-6100": MEMBERS.account("6100")})

    assert read_budget_file(found.file().decode(), ACCOUNTS)["id-6100"] == {"2026-01": Decimal("0.00")}
    assert list(found.differences(held)) == [
        "Sales (4000) 2026-01: planned 1.00, in Xero 0.00",
        "Rent, rates (6100) 2026-01: planned 0.00, in Xero 7.00",
    ]
    assert list(found.differences({("id-4000", "2026-01"): Decimal(1)})) == []


def test_a_name_that_is_a_formula_is_made_harmless() -> None:
    """A spreadsheet would run it."""
    assert b"'=SUM(A1) (6200)" in planned((1, "6200", "1")).file()


def test_figures_in_debit_and_credit_are_turned_to_where_accounts_grow() -> None:
    """Xero's budgets show revenue positive."""
    found = planned((1, "4000", "-100"), (1, "6100", "60"), natural=False)

    assert set(found.cells.values()) == {Decimal(100), Decimal(60)}


def test_what_cannot_be_mapped_is_told() -> None:
    """And leaves the rest of the file as it is."""
    found = planned((1, "9999", "1"), (1, "4000", "2"))

    assert found.faults == ["line 2: '9999' is no account in Xero"]
    assert len(found.cells) == 1
