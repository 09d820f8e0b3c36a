"""Rows of budgets."""

from decimal import Decimal

from ml_connector.datasets import SignPolicy
from ml_connector.sync.budgets import BudgetRows, BudgetWindow, budget_of
from ml_connector.sync.facts import FactRow, Refusal

from tests.unit.sync.ledger import WIDER_MEMBERS, ABalance, ABudget, ABudgetLine, ATag

LONGEST_CODE = 60


def rows_of(budget: ABudget, policy: SignPolicy = "document") -> tuple[list[FactRow], list[Refusal]]:
    maker, window = BudgetRows("ABCDEFGHIJKL", "GBP", WIDER_MEMBERS, policy), BudgetWindow(budget, 2025)
    return maker.rows(window, maker.header(window))


def test_a_budget_is_a_row_per_account_and_month() -> None:
    """Each dated by the first day of its month; a month without an amount is none."""
    months = (ABalance("2026-01", Decimal(10)), ABalance("2026-02", Decimal(0)), ABalance("2026-12", Decimal(30)))
    rows, refusals = rows_of(ABudget(lines=(ABudgetLine(months),)))

    assert refusals == []
    assert [(r.header.date, r.header.period, r.base_amount) for r in rows] == [
        ("2026-01-01", "2026-01", Decimal(10)),
        ("2026-12-01", "2026-12", Decimal(30)),
    ]
    assert {(r.header.document_type, r.header.document_number) for r in rows} == {("OVERALL", "Plan 2026")}


def test_the_code_of_a_budgets_row_is_its_own_and_fits_anaplan() -> None:
    """Xero gives no ids below the budget, and its own are too long to be put together."""
    lines = (ABudgetLine((ABalance("2026-01"), ABalance("2026-02"))), ABudgetLine(account_id="acc-travel"))
    keys = [row.line_key for budget in ("b-1", "b-2") for row in rows_of(ABudget(id=budget, lines=lines))[0]]

    assert len(set(keys)) == len(keys) == 6
    assert max(map(len, keys)) <= LONGEST_CODE


def test_a_tracking_budget_stands_on_its_pair_of_options() -> None:
    """The budget names them, not its lines."""
    (row,), _ = rows_of(ABudget(type="TRACKING", tracking=(ATag("Department", "HR"),)))

    assert row.tracking == {"Department": "opt-hr"}


def test_a_budget_on_an_unknown_account_or_option_is_kept_back() -> None:
    """It would land on no member."""
    lost = rows_of(ABudget(lines=(ABudgetLine(account_id="gone", account_code="999"),)))
    closed = rows_of(ABudget(tracking=(ATag("Department", "Legal"),)))

    assert [x.reason for x in lost[1]] == ["Xero's chart of accounts has no account 999"]
    assert [x.reason for x in closed[1]] == ["Department has no option 'Legal'"]
    assert lost[0] == closed[0] == []


def test_a_budget_is_signed_as_it_was_entered() -> None:
    """Income and costs are both positive in Xero's Budget Manager; debits are so only when settings say so."""
    budget = ABudget(lines=(ABudgetLine(), ABudgetLine(account_id="acc-travel")))

    assert [row.amount for row in rows_of(budget)[0]] == [1000, 1000]
    assert [row.amount for row in rows_of(budget, "debit_positive")[0]] == [-1000, 1000]


def test_a_window_knows_its_budget() -> None:
    """Which is how the windows of a deleted budget are found."""
    assert budget_of(BudgetWindow(ABudget(), 2025).id) == ABudget().id
